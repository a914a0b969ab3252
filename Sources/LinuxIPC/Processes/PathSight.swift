internal import Glibc

/// What a path means, and to whom.
package enum PathSight {
  /// The file that `path` leads to for a process, which may have other directories than we; nil for none, and
  /// where that cannot be told without asking the server of a file system.
  package static func file(at path: [UInt8], seenBy pid: Int32) -> FileStatus? {
    LentCapabilities.raising(Capability.sight) {
      guard let process = try? ProcessDirectory(pid),
        let file = try? PathWalk.open(path, seenBy: process, pid)
      else { return nil }
      return try? file.knownStatus()
    }
  }

  /// Whether the permission bits of the directories that lead to an absolute path of ours let every user search
  /// them; nil where one cannot be looked at without asking the server of a file system.
  package static func isOpenToAll(_ path: [UInt8]) -> Bool? {
    let own = getpid()
    for slash in path.indices where path[slash] == UInt8(ascii: "/") {
      guard let directory = file(at: Array(path[...slash]), seenBy: own) else { return nil }
      if directory.mode & 0o001 == 0 { return false }
    }
    return true
  }
}
