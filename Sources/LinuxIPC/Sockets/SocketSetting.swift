internal import SystemPackage

/// Settings of the network namespace of the calling thread, in /proc/sys/net (socket(7), unix(7)).
enum SocketSetting: String {
  /// The longest backlog that listen(2) gives.
  case backlog = "core/somaxconn"
  /// How many datagrams wait at a Unix socket, taken when it is made.
  case datagrams = "unix/max_dgram_qlen"

  /// As sysctl(8) writes it.
  var name: String {
    "net." + rawValue.split(separator: "/").joined(separator: ".")
  }

  /// nil when it cannot be read.
  var value: UInt64? {
    guard let text = try? WholeFile.read([UInt8](path: "/proc/sys/net/\(rawValue)")) else {
      return nil
    }
    var scanner = ByteScanner()
    return scanner.decimal(in: text.span)
  }

  /// The limit that it sets.
  func limit(_ words: String) -> Limit? {
    value.map { Limit(words, value: $0, used: nil, setting: name) }
  }
}
