extension InternetSocketKind {
  package static func name(ofLink text: [UInt8]) -> Name? {
    SocketLinks.inode(in: text.span).map { .inode($0) }
  }

  package static func exists(_ name: Name, in context: Context) throws(IPCError) -> Bool {
    guard case .inode(let inode) = name else { return false }
    var coverage = Coverage()
    return try list(address(name), in: context, &coverage).contains { $0.inode == inode }
  }
}
