/// An address and a port: one end of a connection.
package struct InternetEndpoint: Sendable, Hashable {
  package let address: InternetAddress
  package let port: UInt16
  /// The interface that a link-local address belongs to; nil of all others.
  let scope: NetworkInterface?

  init(address: InternetAddress, port: UInt16, scope: NetworkInterface? = nil) {
    self.address = address
    self.port = port
    self.scope = address.isLinkLocal ? scope : nil
  }

  /// The same with an IPv4 address as such.
  var normalised: InternetEndpoint {
    InternetEndpoint(address: address.normalised, port: port)
  }

  /// `HOST:PORT`: the port stands after the last colon.
  package var text: [UInt8] {
    var text = address.text
    if let scope { text += [UInt8(ascii: "%")] + scope.name }
    return text + [UInt8(ascii: ":")] + Array(String(port).utf8)
  }

  /// `HOST:PORT`, also with brackets around an IPv6 address; nil for what is none.
  init?(parsing text: [UInt8]) {
    guard let colon = text.lastIndex(of: UInt8(ascii: ":")),
      let number = ByteScanner.whole(text.span, from: colon + 1),
      let port = UInt16(exactly: number)
    else { return nil }
    var host = text[..<colon]
    let isBracketed = host.first == UInt8(ascii: "[") && host.last == UInt8(ascii: "]")
    if isBracketed { host = host.dropFirst().dropLast() }
    var scope: NetworkInterface?
    if let percent = host.firstIndex(of: UInt8(ascii: "%")) {
      guard let interface = NetworkInterface(named: Array(host[(percent + 1)...])) else {
        return nil
      }
      scope = interface
      host = host[..<percent]
    }
    guard let address = InternetAddress(parsing: Array(host)),
      address.family == .v6 || !isBracketed, scope == nil || address.isLinkLocal
    else { return nil }
    self.init(address: address, port: port, scope: scope)
  }
}
