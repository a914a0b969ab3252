internal import SystemPackage

/// The limits that sockets of several kinds have.
///
/// Settings of the network namespace of the calling thread; some of them are there in the first one alone (socket(7),
/// unix(7), tcp(7), udp(7)).
enum SocketLimits {
  /// The longest backlog that listen(2) gives.
  private static let backlog = KernelSetting("net.core.somaxconn")
  /// How many datagrams wait at a Unix socket, taken when it is made.
  private static let datagrams = KernelSetting("net.unix.max_dgram_qlen")

  static var ofListeners: Limit {
    backlog.limit("connections that wait at one listener", scope: .object)
  }

  static func ofDatagrams(_ words: String) -> Limit { datagrams.limit(words, scope: .object) }

  /// What a program may ask for with SO_RCVBUF and SO_SNDBUF, and what it has when it does not: the kernel has one number
  /// of each for all namespaces, which others than the first may read at most (net/core/sysctl_net_core.c, Linux 6.18).
  static var ofBuffers: [Limit] {
    [
      bytes("receive buffer", "net.core.rmem_max").ofMachine,
      bytes("send buffer", "net.core.wmem_max").ofMachine,
      bytes("receive buffer by default", "net.core.rmem_default").ofMachine,
      bytes("send buffer by default", "net.core.wmem_default").ofMachine,
      bytes("options and ancillary data", "net.core.optmem_max"),
    ]
  }

  /// The size to which the kernel lets the buffers of a connection grow that asked for none, tcp(7).
  static var ofGrownBuffers: [Limit] {
    [
      bytes("receive buffer that is fitted", "net.ipv4.tcp_rmem", at: 2, called: "max"),
      bytes("send buffer that is fitted", "net.ipv4.tcp_wmem", at: 2, called: "max"),
    ]
  }

  private static func bytes(
    _ words: String, _ name: String, at index: Int = 0, called member: String? = nil
  ) -> Limit {
    KernelSetting(name).limit(words, at: index, called: member, unit: .bytes, scope: .object)
  }

  /// The memory of all sockets of a protocol on the machine, in pages.
  ///
  /// - Parameters:
  ///   - setting: Three numbers: below the first the kernel takes no notice, above the third nobody gets more.
  ///   - label: The protocol's line in /proc/net/sockstat, where "mem" tells what is used.
  static func ofMemory(_ setting: String, _ label: StaticString) -> Limit {
    KernelSetting(setting).limit(
      "pages of all sockets", at: 2, called: "max", used: memory(label), unit: .pages
    ).ofMachine
  }

  private static func memory(_ label: StaticString) -> UInt64? {
    let path = [UInt8](path: "/proc/thread-self/net/sockstat")
    guard let text = try? WholeFile.read(path) else { return nil }
    return memory(label, in: text.span)
  }

  static func memory(_ label: StaticString, in text: Span<UInt8>) -> UInt64? {
    var scanner = ByteScanner()
    while !scanner.isAtEnd(of: text) {
      let isWanted = text.hasPrefix(label, at: scanner.offset)
      while isWanted, let word = scanner.word(in: text) {
        guard word.count == 3, text.hasPrefix("mem", at: word.lowerBound) else { continue }
        return scanner.decimal(in: text)
      }
      _ = scanner.restOfLine(in: text)
    }
    return nil
  }

  /// A listener's; none of what is none.
  static func ofListener(_ socket: some Peered) -> [Limit] {
    guard let waiting = socket.waiting, let limit = socket.waitingLimit else {
      return []
    }
    let room = Limit(
      "connections that wait", value: limit, used: waiting,
      setting: "the backlog that the program gives to listen(2), up to net.core.somaxconn, and one")
    // What a program asked for uses nothing up: clients that wait do.
    return [room, backlog.limit("backlog of a listener", scope: .object)]
  }
}
