internal import Glibc

/// A network interface, netdevice(7). Its index and name are those of one network namespace, so that only there
/// one tells the other: who reads a list of sockets asks at once.
package struct NetworkInterface: Sendable, Hashable {
  let index: UInt32
  /// Its index in digits for one that has gone.
  package let name: [UInt8]

  /// The interface with that index in the network namespace of the calling thread.
  ///
  /// The corresponding C function is `if_indextoname`.
  init(index: UInt32) {
    self.index = index
    var text = [CChar](repeating: 0, count: Int(IF_NAMESIZE))
    name =
      if unsafe if_indextoname(index, &text) != nil {
        text.prefix { $0 != 0 }.map { UInt8(truncatingIfNeeded: $0) }
      } else {
        Array(String(index).utf8)
      }
  }

  /// The one with that index; nil for 0, which stands for none in what the kernel says of sockets.
  init?(bound index: UInt32) {
    if index == 0 { return nil }
    self.init(index: index)
  }

  /// The interface of that namespace that is called `name`, or whose index that is in digits; nil when there
  /// is none.
  ///
  /// The corresponding C function is `if_nametoindex`.
  init?(named name: [UInt8]) {
    guard !name.isEmpty, !name.contains(0) else { return nil }
    let index = unsafe if_nametoindex(name.map { CChar(truncatingIfNeeded: $0) } + [0])
    if index != 0 {
      self.init(index: index)
    } else if let number = ByteScanner.whole(name.span), let index = UInt32(exactly: number),
      index > 0
    {
      self.init(index: index)
    } else {
      return nil
    }
  }

  /// The name is no part of it: the interface may have been called otherwise when it was asked for.
  package static func == (one: Self, other: Self) -> Bool { one.index == other.index }

  package func hash(into hasher: inout Hasher) { hasher.combine(index) }

  /// The interfaces that a list of sockets names, each asked for once.
  struct Table {
    private var known: [UInt32: NetworkInterface] = [:]

    /// nil for the index 0.
    mutating func interface(_ index: UInt32) -> NetworkInterface? {
      if let interface = known[index] { return interface }
      let interface = NetworkInterface(bound: index)
      known[index] = interface
      return interface
    }
  }
}
