internal import CLinuxIPC
internal import Glibc

/// An address of IPv4 or IPv6.
package struct InternetAddress: Sendable, Hashable {
  package enum Family: String, Sendable {
    case v4 = "IPv4"
    case v6 = "IPv6"
  }

  package let family: Family
  /// The first half of an IPv6 address; 0 of an IPv4 one.
  let high: UInt64
  /// The second half; an IPv4 address is its last 32 bits.
  let low: UInt64

  init(v4 bits: UInt32) {
    self.init(family: .v4, high: 0, low: UInt64(bits))
  }

  init(v6 high: UInt64, _ low: UInt64) {
    self.init(family: .v6, high: high, low: low)
  }

  private init(family: Family, high: UInt64, low: UInt64) {
    self.family = family
    self.high = high
    self.low = low
  }

  /// The address in network order at `offset`; nil when the bytes end before.
  init?(_ family: Family, in bytes: Span<UInt8>, at offset: some BinaryInteger) {
    let offset = Int(offset)
    switch family {
    case .v4:
      guard let bits: UInt32 = bytes.number(at: offset) else { return nil }
      self.init(v4: UInt32(bigEndian: bits))
    case .v6:
      guard let high: UInt64 = bytes.number(at: offset),
        let low: UInt64 = bytes.number(at: offset + 8)
      else { return nil }
      self.init(v6: UInt64(bigEndian: high), UInt64(bigEndian: low))
    }
  }

  /// The wildcards, ip(7) and ipv6(7).
  static let anyV4 = InternetAddress(v4: 0)
  static let anyV6 = InternetAddress(v6: 0, 0)

  /// 127.0.0.1.
  static let loopbackV4 = InternetAddress(v4: 0x7F00_0001)

  /// That of one family.
  static func any(_ family: Family) -> InternetAddress {
    switch family {
    case .v4: anyV4
    case .v6: anyV6
    }
  }

  /// An IPv4 address as an IPv6 socket writes it, `::ffff:127.0.0.1`.
  private var isMapped: Bool { family == .v6 && high == 0 && low >> 32 == 0xFFFF }

  /// The address as IPv4 when it is one: both ends of a connection have one form then.
  var normalised: InternetAddress {
    isMapped ? InternetAddress(v4: UInt32(truncatingIfNeeded: low)) : self
  }

  /// A wildcard.
  var isUnspecified: Bool { self == .anyV4 || self == .anyV6 }

  /// 127.0.0.0/8 and ::1.
  var isLoopback: Bool {
    let address = normalised
    return address.family == .v4
      ? address.low >> 24 == 127 : address.high == 0 && address.low == 1
  }

  /// Of one link only (fe80::/10, ff02::/16), so that the interface is part of it (RFC 4007).
  var isLinkLocal: Bool {
    family == .v6 && (high >> 54 == 0xFE80 >> 6 || high >> 48 == 0xFF02)
  }
}

extension InternetAddress {
  /// As people write it.
  ///
  /// The corresponding C function is `inet_ntop`.
  package var text: [UInt8] {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let (high, low) = (high.bigEndian, low.bigEndian)
    switch family {
    case .v4:
      unsafe withUnsafeBytes(of: UInt32(truncatingIfNeeded: self.low).bigEndian) {
        unsafe _ = inet_ntop(AF_INET, $0.baseAddress, &text, socklen_t(INET6_ADDRSTRLEN))
      }
    case .v6:
      unsafe withUnsafeBytes(of: (high, low)) {
        unsafe _ = inet_ntop(AF_INET6, $0.baseAddress, &text, socklen_t(INET6_ADDRSTRLEN))
      }
    }
    return text.prefix { $0 != 0 }.map { UInt8(truncatingIfNeeded: $0) }
  }

  /// nil for what is no numeric address of either family.
  ///
  /// The corresponding C function is `inet_pton`.
  init?(parsing text: [UInt8]) {
    guard !text.contains(0) else { return nil }
    let string = text.map { CChar(truncatingIfNeeded: $0) } + [0]
    var bytes = [UInt8](repeating: 0, count: 16)
    for (family, number) in [(Family.v4, AF_INET), (.v6, AF_INET6)] {
      guard unsafe inet_pton(number, string, &bytes) == 1 else { continue }
      self.init(family, in: bytes.span, at: 0)
      return
    }
    return nil
  }
}
