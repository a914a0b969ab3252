internal import CLinuxIPC

extension UnixSocket {
  /// What names a socket: the path or the abstract name to which it is bound, or its inode.
  package enum Name: ObjectName {
    /// Begins with a slash.
    case path([UInt8])
    /// Any bytes, without the NUL that the kernel has before them (unix(7)).
    case abstract([UInt8])
    case inode(UInt32)

    /// A path, `@NAME`, `INODE` or `[INODE]`.
    package init(parsing text: [UInt8]) throws(IPCError) {
      if let inode = SocketLinks.inode(text.span) ?? SocketLinks.bracketed(text.span) {
        self = .inode(inode)
        return
      }
      switch text.first {
      case UInt8(ascii: "/"): self = .path(text)
      case UInt8(ascii: "@"): self = .abstract(Array(text.dropFirst()))
      default:
        throw IPCError(
          .usage, subject: "",
          reason: "a socket is named by an absolute path, @ and an abstract name, or its inode")
      }
      if let reason = objection { throw IPCError(.usage, subject: "", reason: reason) }
    }

    /// The name that belongs to the address of a socket as the kernel gives it; nil for a relative path,
    /// which means nothing to others than who bound it.
    init?(address: [UInt8]) {
      switch address.first {
      case 0: self = .abstract(Array(address.dropFirst()))
      case UInt8(ascii: "/"): self = .path(address)
      default: return nil
      }
    }

    package var text: [UInt8] {
      switch self {
      case .path(let path): path
      case .abstract(let name): [UInt8(ascii: "@")] + name
      case .inode(let inode): Array(String(inode).utf8)
      }
    }

    /// The address of a socket that is called so; nil for an inode.
    var address: [UInt8]? {
      switch self {
      case .path(let path): path
      case .abstract(let name): [0] + name
      case .inode: nil
      }
    }

    var isPath: Bool { if case .path = self { true } else { false } }
    package var isNumber: Bool { if case .inode = self { true } else { false } }

    /// A path stays as it is: that to which a socket is bound may have detours. A link is none that
    /// anybody was bound to.
    package func canonical(followsLinks: Bool) -> Name {
      guard followsLinks, case .path(let path) = self, let target = path.linkTarget else {
        return self
      }
      return .path(target)
    }

    /// The canonical one depends on the socket.
    package static var forms: [String] { ["PATH", "@NAME", "INODE"] }

    private var objection: String? {
      switch self {
      case .path(let path):
        if path.contains(0) { return "a path has no NUL byte" }
        if path.count > Self.longest { return "a socket's path has at most \(Self.longest) bytes" }
      case .abstract(let name):
        if name.count >= Self.longest {
          return "an abstract name has at most \(Self.longest - 1) bytes"
        }
      case .inode: break
      }
      return nil
    }

    /// The size of sun_path; the NUL behind a path may be left out (unix(7)).
    private static let longest = cipc_unix_path_size
  }
}
