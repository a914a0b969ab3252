internal import CLinuxIPC
package import SystemPackage

/// The files of sockets below some directories of another mount namespace, but for those that a socket is seen to be
/// bound to.
package struct MountedSockets: Sendable {
  package struct Entry: Sendable {
    /// As it is called inside.
    package let path: [UInt8]
    package let file: FileStatus
    /// Whether a socket is bound to it; nil where that may not be asked.
    package let isBound: Bool?
  }

  package let namespace: NamespaceHandle
  let directories: [[UInt8]]
  /// The files that are known already: namespaces share directories.
  private let known: Guarded<Set<ObjectIdentity>>
  package private(set) var entries: [Entry] = []
  /// What was not looked at inside.
  package private(set) var coverage = Coverage()
  /// What kept it from being entered, or the search from its end.
  package private(set) var failure: Errno?

  /// Searches several mount namespaces at the same time, below each the same directories, which are absolute and of
  /// which one may lie in another. Those that are not there are passed over.
  package static func search(
    _ namespaces: [NamespaceHandle], below directories: [[UInt8]]
  ) -> [MountedSockets] {
    let known = Guarded<Set<ObjectIdentity>>([])
    return MountVisits.made(
      namespaces.map { MountedSockets(namespace: $0, directories: directories, known: known) })
  }

  private init(
    namespace: NamespaceHandle, directories: [[UInt8]], known: Guarded<Set<ObjectIdentity>>
  ) {
    self.namespace = namespace
    self.directories = directories
    self.known = known
  }
}

extension MountedSockets: MountVisit {
  func start(_ mounts: Int32, isLent: Bool) throws(Errno) -> (pid: Int32, channel: Int32) {
    try unsafe directories.withCPaths { (paths) throws(Errno) in
      var channel: Int32 = -1
      let pid = try systemCall {
        unsafe cipc_start_searching(mounts, isLent ? 1 : 0, paths, paths.count, &channel)
      }
      return (pid, channel)
    }
  }

  mutating func take(from channel: Int32, milliseconds: Int32) throws(Errno) -> Bool {
    var record = cipc_mounted_socket()
    var path = [UInt8](repeating: 0, count: Int(cipc_mounted_path_size))
    let length = try unsafe path.withUnsafeMutableBytesCarrying { (room) throws(Errno) in
      try systemCall {
        unsafe cipc_take_mounted_socket(channel, milliseconds, &record, room.baseAddress)
      }
    }
    path.removeLast(path.count - Int(length))
    switch record.sight {
    case CIPC_SIGHT_UNBOUND, CIPC_SIGHT_UNTOLD:
      let file = FileStatus(record.status)
      let identity = ObjectIdentity(.file, device: file.device, inode: file.inode)
      guard known.withLock({ $0.insert(identity).inserted }) else { break }
      entries.append(
        Entry(
          path: path, file: file, isBound: record.sight == CIPC_SIGHT_UNBOUND ? false : nil))
    case CIPC_SIGHT_UNREAD:
      coverage.hide("directories", needs: DirectoryTree.needs(Errno(rawValue: record.error)))
    case CIPC_SIGHT_AUTOMOUNT:
      DirectoryTree.hideAutomountPoint(in: &coverage)
    case CIPC_SIGHT_DEEP:
      coverage.hide("directories and files with long paths", needs: "'doctor' to run inside")
    case CIPC_SIGHT_MORE:
      coverage.hide("files of sockets", count: nil, needs: "fewer of them")
    default:
      if record.error != 0 { failure = Errno(rawValue: record.error) }
      return false
    }
    return true
  }

  mutating func fail(_ error: Errno) { failure = error }
}
