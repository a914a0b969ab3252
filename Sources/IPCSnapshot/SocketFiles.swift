package import LinuxIPC
internal import SystemPackage

/// The files of Unix sockets in some directories: bind(2) makes one, and nothing takes it away but unlink(2).
package struct SocketFiles: Sendable {
  package struct Entry: Sendable {
    package let path: [UInt8]
    package let file: FileStatus

    package init(path: [UInt8], file: FileStatus) {
      self.path = path
      self.file = file
    }
  }

  package private(set) var entries: [Entry] = []
  package private(set) var coverage = Coverage()

  /// Counts mount namespaces of which the directories are not looked at.
  package mutating func hideOthers(_ count: UInt64) {
    coverage.hide(
      "mount namespaces with files of sockets", count: count, needs: "'doctor' to run inside")
  }

  /// Looks at everything below some directories, of which one may lie in another. Those that are not there are passed
  /// over.
  package init(below directories: [[UInt8]]) {
    var known: Set<[UInt8]> = []
    for directory in directories {
      do throws(Errno) {
        let path = try DirectoryTree.absolute(directory)
        try DirectoryTree.forEach(.socket, below: path, coverage: &coverage) { path, file in
          guard known.insert(path).inserted else { return }
          entries.append(Entry(path: path, file: file))
        }
      } catch .noSuchFileOrDirectory, .notDirectory {
        // One of those that are usual elsewhere.
      } catch {
        coverage.hide("directories", needs: DirectoryTree.needs(error))
      }
    }
  }
}
