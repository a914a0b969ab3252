internal import Glibc

/// The address of a socket, as bind(2) takes it.
struct SocketAddress {
  let family: Int32
  private let bytes: [UInt8]

  /// unix(7).
  init(path: String) {
    self.init(unix: Array(path.utf8) + [0])
  }

  /// unix(7): with a NUL in front and none behind.
  init(abstract name: String) {
    self.init(unix: [0] + Array(name.utf8))
  }

  private init(unix name: [UInt8]) {
    family = AF_UNIX
    bytes = unsafe withUnsafeBytes(of: sa_family_t(AF_UNIX)) { unsafe Array($0) } + name
  }

  /// ip(7) and ipv6(7): an address in numbers.
  init(host: String, port: Int) {
    if host.contains(":") {
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = in_port_t(port).bigEndian
      guard unsafe inet_pton(AF_INET6, host, &address.sin6_addr) == 1 else { fail("no \(host)") }
      family = AF_INET6
      bytes = unsafe withUnsafeBytes(of: address) { unsafe Array($0) }
    } else {
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = in_port_t(port).bigEndian
      guard unsafe inet_pton(AF_INET, host, &address.sin_addr) == 1 else { fail("no \(host)") }
      family = AF_INET
      bytes = unsafe withUnsafeBytes(of: address) { unsafe Array($0) }
    }
  }

  func bind(_ socket: Int32) {
    guard unsafe call({ unsafe Glibc.bind(socket, $0, $1) }) == 0 else { fail("bind") }
  }

  func connect(_ socket: Int32) {
    guard unsafe call({ unsafe Glibc.connect(socket, $0, $1) }) == 0 else { fail("connect") }
  }

  private func call(_ body: (UnsafePointer<sockaddr>?, socklen_t) -> Int32) -> Int32 {
    unsafe bytes.withUnsafeBytes {
      unsafe body($0.bindMemory(to: sockaddr.self).baseAddress, socklen_t($0.count))
    }
  }
}
