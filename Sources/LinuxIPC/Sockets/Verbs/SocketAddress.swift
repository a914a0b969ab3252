internal import CLinuxIPC

/// An address as the calls on sockets take and give it.
package struct SocketAddress: Sendable {
  private(set) var native = cipc_socket_address()

  /// Of nothing yet.
  init() {}

  /// From the bytes of a `sockaddr` of any family, which begins with that.
  init(bytes: [UInt8]) {
    let count = min(bytes.count, MemoryLayout.size(ofValue: native.bytes))
    native.length = UInt32(count)
    native.family = UInt32(bytes.span.number(at: 0, as: UInt16.self) ?? 0)
    unsafe withUnsafeMutableBytes(of: &native.bytes) { unsafe $0.copyBytes(from: bytes[..<count]) }
  }

  /// Of a Unix socket: a path, or a NUL and an abstract name.
  init(unix name: [UInt8]) {
    unsafe name.withUnsafeBytes {
      unsafe cipc_unix_address($0.baseAddress, $0.count, &native)
    }
  }

  init(_ endpoint: InternetEndpoint) {
    let address = endpoint.address
    unsafe cipc_internet_address(
      address.family == .v6 ? 1 : 0, address.high, address.low, endpoint.port,
      endpoint.scope?.index ?? 0, &native)
  }

  /// Runs a call that stores one.
  mutating func take<Value>(
    _ call: (UnsafeMutablePointer<cipc_socket_address>) -> Value
  ) -> Value {
    unsafe withUnsafeMutablePointer(to: &native) { unsafe call($0) }
  }

  /// Runs a call that reads it.
  func give<Value>(_ call: (UnsafePointer<cipc_socket_address>) -> Value) -> Value {
    unsafe withUnsafePointer(to: native) { unsafe call($0) }
  }

  var family: Int32 { Int32(native.family) }

  /// Of a Unix socket; nil for one without a name.
  var unixName: [UInt8]? {
    // Who has no address is common, and costs nothing.
    guard family == cipc_af_unix else { return nil }
    let name = [UInt8](capacity: Int(cipc_unix_path_size)) { output in
      unsafe output.withUnsafeMutableBufferPointer { buffer, count in
        count = unsafe give { unsafe cipc_unix_address_name($0, buffer.baseAddress) }
      }
    }
    return name.isEmpty ? nil : name
  }

  /// Of a Unix socket that has a file.
  var path: [UInt8]? {
    guard let name = unixName, name.first != 0 else { return nil }
    return name
  }

  /// Of an Internet socket.
  var endpoint: InternetEndpoint? {
    var (high, low): (UInt64, UInt64) = (0, 0)
    var (port, scope): (UInt16, UInt32) = (0, 0)
    let version = unsafe give { unsafe cipc_internet_address_parts($0, &high, &low, &port, &scope) }
    switch version {
    case 4:
      return InternetEndpoint(
        address: InternetAddress(v4: UInt32(truncatingIfNeeded: low)), port: port)
    case 6:
      return InternetEndpoint(
        address: InternetAddress(v6: high, low), port: port, scope: NetworkInterface(bound: scope))
    default: return nil
    }
  }

  /// As the name of a socket that has it is written; nil for none.
  var text: [UInt8]? {
    if let endpoint { return endpoint.text }
    guard let name = unixName else { return nil }
    return name.first == 0 ? [UInt8(ascii: "@")] + name.dropFirst() : name
  }
}
