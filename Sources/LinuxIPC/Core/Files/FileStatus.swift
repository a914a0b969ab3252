internal import CLinuxIPC
internal import Glibc
package import SystemPackage

/// A file's attributes, stat(2).
package struct FileStatus: Sendable, Equatable {
  /// What kind of file it is.
  package enum FileType: String, Sendable {
    case regular, directory, symlink, fifo, socket
    case characterDevice = "character device"
    case blockDevice = "block device"
    case mountPoint = "mount point"
    case unknown

    /// In a sentence: "a regular file".
    package var words: String {
      switch self {
      case .regular: "a regular file"
      case .symlink: "a symbolic link"
      case .unknown: "a file of unknown type"
      default: "a \(rawValue)"
      }
    }
  }

  package let device: UInt64
  package let inode: UInt64
  package let type: FileType
  /// Permission bits, set-user-ID, set-group-ID and sticky bit.
  package let mode: UInt32
  package let uid: UInt32
  package let gid: UInt32
  package let links: UInt64
  /// In bytes.
  package let size: UInt64
  /// What is in memory or on disk of it, in bytes.
  package let allocatedBytes: UInt64
  /// Seconds since the epoch, as all times here.
  package let accessTime: Int64
  package let modifyTime: Int64
  package let changeTime: Int64

  /// Whether both describe one file, whatever changed of it.
  func isSameFile(as other: FileStatus) -> Bool {
    device == other.device && inode == other.inode
  }

  init(_ status: cipc_file_status, mayBeMounted: Bool = false) {
    device = status.device
    inode = status.inode
    type =
      switch mode_t(status.mode) & S_IFMT {
      case _ where mayBeMounted && status.is_mount_point != 0: .mountPoint
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFLNK: .symlink
      case S_IFIFO: .fifo
      case S_IFSOCK: .socket
      case S_IFCHR: .characterDevice
      case S_IFBLK: .blockDevice
      default: .unknown
      }
    mode = status.mode & 0o7777
    uid = status.uid
    gid = status.gid
    links = status.links
    size = status.size
    allocatedBytes = status.allocated_bytes
    accessTime = status.access_time
    modifyTime = status.modify_time
    changeTime = status.change_time
  }

  /// The attributes of `name` in `directory`; a symbolic link's own.
  ///
  /// The corresponding C function is `fstatat` with AT_SYMLINK_NOFOLLOW.
  package init(ofLink name: [UInt8], in directory: borrowing Descriptor) throws(Errno) {
    let directory = directory.rawValue
    self.init(
      try unsafe name.withCPath { (name) throws(Errno) in
        var status = cipc_file_status()
        _ = try systemCall { unsafe cipc_lstatat(directory, name, &status) }
        return status
      })
  }

  /// The same of an entry that is to be of the directory's own file system: what is mounted there is another file, and
  /// its type is `mountPoint`. Who serves that is not asked.
  init(ofEntry name: [UInt8], in directory: borrowing Descriptor) throws(Errno) {
    let directory = directory.rawValue
    let status = try unsafe name.withCPath { (name) throws(Errno) in
      var status = cipc_file_status()
      _ = try systemCall { unsafe cipc_entry_status(directory, name, &status) }
      return status
    }
    self.init(status, mayBeMounted: true)
  }

  /// The same of a handle (O_PATH) on one.
  init(ofEntry handle: borrowing Descriptor) throws(Errno) {
    try self.init(ofEntry: [], in: handle)
  }

  /// The attributes of what `path` leads to, below `directory`.
  ///
  /// The corresponding C function is `fstatat`.
  package init(of path: [UInt8], in directory: borrowing Descriptor) throws(Errno) {
    try self.init(following: path, directory.rawValue)
  }

  /// The attributes of what `path` leads to.
  ///
  /// The corresponding C function is `stat`.
  package init(of path: [UInt8]) throws(Errno) {
    try self.init(following: path, AT_FDCWD)
  }

  /// The attributes of `path`; a symbolic link's own.
  ///
  /// The corresponding C function is `lstat`.
  package init(ofLink path: [UInt8]) throws(Errno) {
    self.init(
      try unsafe path.withCPath { (path) throws(Errno) in
        var status = cipc_file_status()
        _ = try systemCall { unsafe cipc_lstatat(AT_FDCWD, path, &status) }
        return status
      })
  }

  /// The attributes of what `path` leads to, from what the kernel knows already: no server of a file
  /// system is asked.
  ///
  /// The corresponding C function is `statx` with AT_STATX_DONT_SYNC.
  package init(cached path: [UInt8]) throws(Errno) {
    self.init(
      try unsafe path.withCPath { (path) throws(Errno) in
        var status = cipc_file_status()
        _ = try systemCall { unsafe cipc_statat_cached(AT_FDCWD, path, &status) }
        return status
      })
  }

  /// The attributes of the file at `path`, a symbolic link's own, if the kernel knows it without asking
  /// anybody: what somebody has open or bound it does, and a file system that does not answer makes
  /// nobody wait.
  ///
  /// The corresponding C function is `openat2` with RESOLVE_CACHED, Linux 5.12.
  ///
  /// - Throws: `resourceTemporarilyUnavailable` for a path that it does not know.
  package init(known path: [UInt8]) throws(Errno) {
    let number = try unsafe path.withCPath { (path) throws(Errno) in
      try systemCall { unsafe cipc_open_cached(AT_FDCWD, path, O_NOFOLLOW, 0) }
    }
    self = try Descriptor(adopting: number).knownStatus()
  }

  private init(following path: [UInt8], _ directory: Int32) throws(Errno) {
    self.init(
      try unsafe path.withCPath { (path) throws(Errno) in
        var status = cipc_file_status()
        _ = try systemCall { unsafe cipc_statat(directory, path, &status) }
        return status
      })
  }
}
