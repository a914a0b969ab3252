internal import CLinuxIPC
package import SystemPackage

/// A directory and all that is below it.
package enum DirectoryTree {
  /// The absolute path of a directory, without symbolic links.
  ///
  /// - Throws: When there is none, or it may not be read.
  package static func absolute(_ path: [UInt8]) throws(Errno) -> [UInt8] {
    try Descriptor(opening: path, flags: .directory).path()
  }

  /// Calls `visit` with the path and status of each file of one type below `path`. Symbolic links are not
  /// followed, and files of other types are not looked at.
  ///
  /// - Parameter coverage: Counts the directories that may not be read.
  /// - Throws: When `path` itself cannot be read.
  package static func forEach(
    _ type: FileStatus.FileType, below path: [UInt8], coverage: inout Coverage,
    _ visit: ([UInt8], FileStatus) -> Void
  ) throws(Errno) {
    let slash = UInt8(ascii: "/")
    let root = try Descriptor(opening: path, flags: .directory)
    var rest = try search(root, path.last == slash ? path : path + [slash], type, visit)
    while let next = rest.popLast() {
      do throws(Errno) {
        let directory = try Descriptor(opening: next, flags: [.directory, .noFollow])
        rest += try search(directory, next + [slash], type, visit)
      } catch .noSuchFileOrDirectory, .notDirectory, .tooManySymbolicLinkLevels {
        // Removed or replaced since its parent was read.
      } catch {
        coverage.hide("directories", needs: "search permission")
      }
    }
  }

  /// One directory. Returns the paths of those in it.
  private static func search(
    _ directory: borrowing Descriptor, _ prefix: [UInt8], _ type: FileStatus.FileType,
    _ visit: ([UInt8], FileStatus) -> Void
  ) throws(Errno) -> [[UInt8]] {
    var names: [[UInt8]] = []
    try DirectoryEntries.forEach(in: directory) { name in
      names.append(name.bytes(0..<name.count))
      return true
    }
    names.sort { $0.lexicographicallyPrecedes($1) }
    var directories: [[UInt8]] = []
    for name in names {
      guard let status = try? FileStatus(ofLink: name, in: directory) else { continue }
      if status.type == .directory {
        directories.append(prefix + name)
      } else if status.type == type {
        visit(prefix + name, status)
      }
    }
    return directories.reversed()
  }
}
