package import LinuxIPC
internal import SystemPackage

/// The files of Unix sockets in some directories: bind(2) makes one, and nothing takes it away but unlink(2).
package struct SocketFiles: Sendable {
  package struct Entry: Sendable {
    /// Where one was found that is in no directory of ours.
    package struct Elsewhere: Sendable {
      package let mounts: Namespace
      /// A process in that namespace, where one is known.
      package let process: Int32?
      /// Whether a socket is bound to the file, as it was told there; nil where that could not be asked.
      package let isBound: Bool?
    }

    /// As it is called where it was found.
    package let path: [UInt8]
    package let file: FileStatus
    /// Nil for one of our own mount namespace.
    package let elsewhere: Elsewhere?
  }

  package private(set) var entries: [Entry] = []
  package private(set) var coverage = Coverage()

  /// Looks at everything below some directories, of which one may lie in another. Those that are not there are passed
  /// over.
  package init(below directories: [[UInt8]]) {
    var known: Set<[UInt8]> = []
    for directory in directories {
      do throws(Errno) {
        let path = try DirectoryTree.absolute(directory)
        try DirectoryTree.forEach(.socket, below: path, coverage: &coverage) { path, file in
          guard known.insert(path).inserted else { return }
          entries.append(Entry(path: path, file: file, elsewhere: nil))
        }
      } catch .noSuchFileOrDirectory, .notDirectory {
        // One of those that are usual elsewhere.
      } catch {
        coverage.hide("directories", needs: DirectoryTree.needs(error))
      }
    }
  }

  /// Looks below the same directories in other mount namespaces, for files that no socket is seen to be bound to.
  package mutating func look(below directories: [[UInt8]], in others: [NamespaceHandle]) {
    let directories = directories.compactMap { path in
      path.first == UInt8(ascii: "/") ? path : try? DirectoryTree.absolute(path)
    }
    let searches = MountedSockets.search(others, below: directories)
    let members =
      searches.contains { !$0.entries.isEmpty } ? Namespace.members(of: .mount) : [:]
    for search in searches {
      let namespace = search.namespace.namespace
      coverage.merge(search.coverage)
      if let error = search.failure {
        coverage.hide(
          "mount namespaces with files of sockets", needs: search.namespace.needs(after: error))
      }
      var known: Set<[UInt8]> = []
      for found in search.entries.sorted(by: { $0.path.lexicographicallyPrecedes($1.path) })
      where known.insert(found.path).inserted {
        let elsewhere = Entry.Elsewhere(
          mounts: namespace, process: members[namespace], isBound: found.isBound)
        entries.append(Entry(path: found.path, file: found.file, elsewhere: elsewhere))
      }
    }
  }
}
