internal import Glibc

/// An address and a port: one end of a connection.
package struct InternetEndpoint: Sendable, Hashable {
  package let address: InternetAddress
  package let port: UInt16
  /// The index of the interface that a link-local address belongs to; 0 of all others.
  let scope: UInt32

  init(address: InternetAddress, port: UInt16, scope: UInt32 = 0) {
    self.address = address
    self.port = port
    self.scope = address.isLinkLocal ? scope : 0
  }

  /// The same with an IPv4 address as such.
  var normalised: InternetEndpoint {
    InternetEndpoint(address: address.normalised, port: port)
  }

  /// `HOST:PORT`: the port stands after the last colon.
  package var text: [UInt8] {
    var text = address.text
    if scope != 0 { text += [UInt8(ascii: "%")] + NetworkInterface.name(scope) }
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
    var scope: UInt32 = 0
    if let percent = host.firstIndex(of: UInt8(ascii: "%")) {
      guard let index = NetworkInterface.index(Array(host[(percent + 1)...])) else { return nil }
      scope = index
      host = host[..<percent]
    }
    guard let address = InternetAddress(parsing: Array(host)),
      address.family == .v6 || !isBracketed, scope == 0 || address.isLinkLocal
    else { return nil }
    self.init(address: address, port: port, scope: scope)
  }
}

/// Network interfaces, netdevice(7), of the network namespace of the calling thread.
enum NetworkInterface {
  /// The name of the interface; its index in digits for one that has gone.
  ///
  /// The corresponding C function is `if_indextoname`.
  static func name(_ index: UInt32) -> [UInt8] {
    var name = [CChar](repeating: 0, count: Int(IF_NAMESIZE))
    guard unsafe if_indextoname(index, &name) != nil else { return Array(String(index).utf8) }
    return name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
  }

  /// The index of the interface called `name`, or that `name` is in digits; nil when there is none.
  ///
  /// The corresponding C function is `if_nametoindex`.
  static func index(_ name: [UInt8]) -> UInt32? {
    guard !name.isEmpty, !name.contains(0) else { return nil }
    let index = unsafe if_nametoindex(name.map { CChar(bitPattern: $0) } + [0])
    if index != 0 { return index }
    guard let number = ByteScanner.whole(name.span), number > 0 else { return nil }
    return UInt32(exactly: number)
  }
}
