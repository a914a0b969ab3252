/// The name of an object that is a file: its path, or its inode when no path leads to it.
package enum FileName: ObjectName {
  case path([UInt8])
  case inode(UInt64)

  package init(parsing text: [UInt8]) throws(IPCError) {
    if text.first == UInt8(ascii: "/") {
      guard !text.contains(0) else {
        throw IPCError(.usage, subject: "", reason: "a path has no NUL byte")
      }
      self = .path(text)
    } else if let name = try? InodeName(parsing: text) {
      self = .inode(name.inode)
    } else {
      throw IPCError(.usage, subject: "", reason: "an absolute path or an inode is wanted")
    }
  }

  package var text: [UInt8] {
    switch self {
    case .path(let path): path
    case .inode(let inode): Array(String(inode).utf8)
    }
  }

  package static var forms: [String] { ["PATH", "INODE"] }

  var isPath: Bool { !isNumber }
  package var isNumber: Bool { if case .inode = self { true } else { false } }

  package func canonical(followsLinks: Bool) -> FileName {
    switch self {
    case .path(let path): .path(path.canonicalPath(followsLinks: followsLinks))
    case .inode: self
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
