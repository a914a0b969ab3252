extension InternetSocketKind {
  package static var types: [SocketType] { [transport.type] }

  package static func socketAddress(of name: Name) -> SocketAddress? {
    guard case .endpoint(let endpoint) = name else { return nil }
    return SocketAddress(endpoint)
  }

  package static func name(of address: SocketAddress) -> Name? {
    address.endpoint.map { .endpoint($0) }
  }

  /// Of this machine alone; the kernel finds a port.
  package static func freeAddress() -> SocketAddress {
    SocketAddress(InternetEndpoint(address: .loopbackV4, port: 0))
  }
}
