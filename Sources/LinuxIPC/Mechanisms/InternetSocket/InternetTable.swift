/// Sockets by their addresses, to find the one that an other end belongs to. IPv4 addresses are IPv4 here,
/// also those of IPv6 sockets.
struct InternetTable<Kind: InternetSocketKind> {
  typealias Object = InternetSocketObject<Kind>

  private struct Connection: Hashable {
    let local: InternetEndpoint
    let remote: InternetEndpoint
  }

  private var connections: [Connection: Int] = [:]
  /// What listens, or is bound and has no other end.
  private var bound: [InternetEndpoint: [Int]] = [:]
  /// Addresses of this machine, as far as sockets have them.
  private var addresses: Set<InternetAddress> = []

  init(_ sockets: [Object]) {
    connections.reserveCapacity(sockets.count)
    for (index, socket) in sockets.enumerated() {
      let local = socket.local.normalised
      if let remote = socket.remote {
        connections[Connection(local: local, remote: remote.normalised)] = index
        addresses.insert(local.address)
      } else if socket.ownsName {
        bound[local, default: []].append(index)
        addresses.insert(local.address)
      }
    }
  }

  /// The socket of this machine whose addresses are those of `socket` the other way round; it may be the
  /// socket itself.
  func opposite(of socket: Object) -> Int? {
    guard let remote = socket.remote else { return nil }
    return connections[Connection(local: remote.normalised, remote: socket.local.normalised)]
  }

  /// The sockets that get what is sent to `endpoint`: those that are bound to the very address, else those
  /// that are bound to all. Several share one when all of them wish so (SO_REUSEPORT, socket(7)).
  ///
  /// - Parameter family: Of the socket that a listener made; nil when that is not known.
  func owners(
    of endpoint: InternetEndpoint, family: InternetAddress.Family? = nil, in sockets: [Object]
  ) -> [Int] {
    let endpoint = endpoint.normalised
    if let exact = bound[endpoint] { return exact }
    guard endpoint.address.isLoopback || addresses.contains(endpoint.address) else { return [] }
    let families: [InternetAddress.Family] =
      endpoint.address.family == .v6 || family == .v6 ? [.v6, .v4] : [.v4, .v6]
    for family in families {
      let all = InternetEndpoint(address: .any(family), port: endpoint.port)
      let fitting = (bound[all] ?? []).filter { takes(endpoint, sockets[$0]) }
      if !fitting.isEmpty { return fitting }
    }
    return []
  }

  /// An IPv4 socket takes IPv4, and an IPv6 one both unless it was told not to.
  private func takes(_ endpoint: InternetEndpoint, _ socket: Object) -> Bool {
    switch (socket.local.address.family, endpoint.address.family) {
    case (.v4, .v6): false
    case (.v6, .v4): socket.isOnlyV6 != true
    default: true
    }
  }
}
