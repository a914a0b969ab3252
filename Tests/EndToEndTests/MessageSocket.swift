import Support
import Testing

/// A socket for messages, as `create` makes it.
struct MessageSocket: CustomTestStringConvertible, Sendable {
  /// What `create` takes, the address first.
  let creation: [String]
  let type: String
  /// How socat sends to it, and how it receives there itself.
  let socat, listener: String

  var testDescription: String { creation.joined(separator: " ") }

  static let all = [
    MessageSocket(
      creation: ["unix:/dev/shm/s", "--type", "dgram"], type: "DGRAM",
      socat: "UNIX-SENDTO:/dev/shm/s", listener: "UNIX-RECVFROM:/dev/shm/s"),
    MessageSocket(
      creation: ["unix:/dev/shm/s", "--type", "seqpacket"], type: "SEQPACKET",
      socat: "UNIX-CONNECT:/dev/shm/s,socktype=5",
      listener: "UNIX-LISTEN:/dev/shm/s,socktype=5"),
    MessageSocket(
      creation: ["udp:127.0.0.1:7001"], type: "DGRAM", socat: "UDP-SENDTO:127.0.0.1:7001",
      listener: "UDP-RECVFROM:7001,bind=127.0.0.1"),
  ]

  var address: String { creation[0] }
  var isDatagram: Bool { type == "DGRAM" }
  var python: PythonSocket { PythonSocket(address: address, type: type) }

  func withHeld(_ body: (String) throws -> Void) throws {
    let created = try run(Program.ipctool(["create"] + creation + ["--ttl", "300"])).text.trimmed
    defer { _ = try? Program.ipctool("rm", created).run() }
    #expect(created == address)
    try body(created)
  }
}
