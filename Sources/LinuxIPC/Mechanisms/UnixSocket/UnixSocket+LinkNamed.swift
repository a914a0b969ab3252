internal import SystemPackage

extension UnixSocket: LinkNamed {
  package static func name(ofLink text: [UInt8]) -> Name? {
    SocketLinks.inode(in: text.span).map { .inode($0) }
  }

  package static func exists(_ name: Name, in context: Context) throws(IPCError) -> Bool {
    guard case .inode(let inode) = name else { return false }
    do throws(SocketDiagnostics.Refusal) {
      let list = try SocketDiagnostics.ask(.unixSocket(inode)) { Object.inode(in: $0) }
      return !list.rows.isEmpty
    } catch {
      guard error.errno != .noSuchFileOrDirectory else { return false }
      throw Self.error(error.operation, error.errno, address(name))
    }
  }
}
