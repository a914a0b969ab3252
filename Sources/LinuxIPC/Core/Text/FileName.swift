internal import CLinuxIPC

/// The name of an object that is a file: its path, or its inode when no path leads to it; with its device where several
/// have that inode.
package enum FileName: ObjectName {
  case path([UInt8])
  case inode(UInt64)
  case file(device: UInt64, inode: UInt64)

  package init(parsing text: [UInt8]) throws(IPCError) {
    if text.first == UInt8(ascii: "/") {
      guard !text.contains(0) else {
        throw IPCError(.usage, subject: "", reason: "a path has no NUL byte")
      }
      self = .path(text)
    } else if let name = try? InodeName(parsing: text) {
      self = .inode(name.inode)
    } else if let file = Self.file(text.span) {
      self = file
    } else {
      throw IPCError(.usage, subject: "", reason: "an absolute path or an inode is wanted")
    }
  }

  /// `MAJOR:MINOR:INODE`, the device as mountinfo has it (proc_pid_mountinfo(5)).
  private static func file(_ text: Span<UInt8>) -> FileName? {
    var scanner = ByteScanner()
    let colon = UInt8(ascii: ":")
    guard let major = scanner.decimal(in: text, as: UInt32.self), scanner.skip(colon, in: text),
      let minor = scanner.decimal(in: text, as: UInt32.self), scanner.skip(colon, in: text),
      let inode = scanner.decimal(in: text, as: UInt64.self), scanner.isAtEnd(of: text)
    else { return nil }
    return .file(device: cipc_makedev(major, minor), inode: inode)
  }

  /// The name of a file by its numbers alone.
  package init(numbersOf file: ObjectIdentity) {
    self = .file(device: file.device, inode: file.inode)
  }

  package var text: [UInt8] {
    switch self {
    case .path(let path): path
    case .inode(let inode): Array(String(inode).utf8)
    case .file(let device, let inode):
      Array("\(cipc_major(device)):\(cipc_minor(device)):\(inode)".utf8)
    }
  }

  package static var forms: [String] { ["PATH", "INODE", "MAJOR:MINOR:INODE"] }

  var isPath: Bool { if case .path = self { true } else { false } }
  package var isNumber: Bool { !isPath }

  /// Whether these are the numbers of a file, or one of them is.
  func isNumber(of file: ObjectIdentity) -> Bool {
    switch self {
    case .path: false
    case .inode(let inode): file.inode == inode
    case .file(let device, let inode): file.device == device && file.inode == inode
    }
  }

  package func canonical(followsLinks: Bool) -> FileName {
    switch self {
    case .path(let path): .path(path.canonicalPath(followsLinks: followsLinks))
    case .inode, .file: self
    }
  }

  /// The name of `file`, which is `path` to those who use it: the path, if that leads to it from our own
  /// root, else its inode.
  init(of file: ObjectIdentity, at path: [UInt8]) {
    if let status = try? FileStatus(known: path), status.device == file.device,
      status.inode == file.inode
    {
      self = .path(path)
    } else {
      self = .inode(file.inode)
    }
  }
}
