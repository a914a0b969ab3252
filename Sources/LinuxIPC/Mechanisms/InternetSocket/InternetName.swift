/// What names an Internet socket: the address and port that it is bound to, or its inode.
package enum InternetName: ObjectName {
  case endpoint(InternetEndpoint)
  case inode(UInt32)

  /// `HOST:PORT`, where HOST is an address in numbers, `INODE` or `[INODE]`.
  package init(parsing text: [UInt8]) throws(IPCError) {
    if let inode = SocketLinks.inode(text.span) ?? SocketLinks.bracketed(text.span) {
      self = .inode(inode)
    } else if let endpoint = InternetEndpoint(parsing: text) {
      self = .endpoint(endpoint)
    } else {
      throw IPCError(
        .usage, subject: "",
        reason: "a socket is named by HOST:PORT, HOST an address in numbers, or by its inode",
        hint: "the port stands after the last colon: 127.0.0.1:80, ::1:80")
    }
  }

  package var text: [UInt8] {
    switch self {
    case .endpoint(let endpoint): endpoint.text
    case .inode(let inode): Array(String(inode).utf8)
    }
  }

  package var isNumber: Bool { if case .inode = self { true } else { false } }

  package static var forms: [String] { ["HOST:PORT", "INODE"] }
}
