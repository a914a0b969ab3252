internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

/// A socket of our own that is connected to an address, of the type that is there.
struct SocketConnection: ~Copyable {
  let descriptor: Descriptor
  let type: SocketType

  /// - Parameters:
  ///   - types: Those that may be there.
  ///   - subject: What is connected to, for errors.
  /// - Throws: `gone` when nobody listens, `full` when the time limit ends the waiting for who does.
  ///
  /// The corresponding C function is `connect`.
  init(
    to address: SocketAddress, of types: [SocketType], until deadline: Deadline, _ subject: String
  ) throws(IPCError) {
    var failure: WaitFailure?
    for type in types {
      let socket = try SocketFailures.attempt("socket", subject) { () throws(Errno) in
        Descriptor(
          adopting: try systemCall {
            cipc_socket(address.family, type.number, deadline == .immediate ? 1 : 0)
          })
      }
      do throws(WaitFailure) {
        try Self.connect(socket, to: address, until: deadline)
        self.type = type
        descriptor = socket
        return
      } catch {
        if failure == nil || error != .failed(.protocolWrongTypeForSocket) { failure = error }
        guard error.mayBeOfAnotherType(at: address) else { break }
      }
    }
    throw SocketFailures.error(
      "connect", failure ?? .failed(.connectionRefused), subject, timedOut: .full
    ) { nil }
  }

  private static func connect(
    _ socket: borrowing Descriptor, to address: SocketAddress, until deadline: Deadline
  ) throws(WaitFailure) {
    let number = socket.rawValue
    do throws(WaitFailure) {
      _ = try Waiting.call(until: deadline) { _ in
        unsafe address.give { unsafe cipc_connect(number, $0) }
      }
    } catch .failed(.nowInProgress) {
      // On this machine the answer is there already.
      guard cipc_wait_writable(number, 1) > 0 else {
        throw .failed(.resourceTemporarilyUnavailable)
      }
      let errno = cipc_socket_error(number)
      if errno != 0 { throw .failed(Errno(rawValue: errno)) }
    }
  }

  /// Ends what is sent and waits until the other host has all of it: who closes a socket at which something has
  /// come that he did not read breaks the connection, and what is on its way is lost (tcp(7), RFC 2525 2.17).
  static func settle(
    _ socket: borrowing Descriptor, until deadline: Deadline, _ subject: String
  ) throws(IPCError) {
    let number = socket.rawValue
    guard cipc_end_sending(number) == 0 else { return }
    var unwanted = [UInt8](repeating: 0, count: 65536)
    while true {
      var isOver = false
      while true {
        let count = unsafe unwanted.withUnsafeMutableBytes {
          unsafe cipc_read_now(number, $0.baseAddress, $0.count)
        }
        if count == 0 { isOver = true }
        if count <= 0 { break }
      }
      // Of one that is over or broken this tells what it was at its end, the mark of our end among it.
      let hasEnded = cipc_has_ended(number) != 0
      let left = cipc_unacknowledged(number)
      if left <= 0 || hasEnded && left == 1 { return }
      if hasEnded {
        throw SocketFailures.error("send", .connectionReset, subject)
      }
      if deadline.hasPassed {
        throw IPCError(
          .full, subject: subject, operation: "close", errno: .timedOut,
          reason: "the other end has not taken all yet; the time limit passed")
      }
      if Waiting.terminationSignal != nil {
        throw SocketFailures.error(
          "close", .interrupted(signal: 0), subject, timedOut: .full
        ) { nil }
      }
      // Nothing tells of an acknowledgement. What is at its end is readable all the time.
      _ = isOver ? cipc_wait_a_moment(-1, 2) : cipc_wait_a_moment(number, 2)
    }
  }

  /// Ends what is sent through a Unix socket, and drops what the other end sends, for as long as that may be about
  /// to send more: who closes a socket at which something has come that he did not read breaks the connection, and
  /// the other end has an error in place of the end of the data (net/unix/af_unix.c, unix_release_sock).
  ///
  /// What was sent stays at the other end, whenever it is taken, so that nobody is waited for long.
  static func leave(_ socket: borrowing Descriptor, until deadline: Deadline) {
    let number = socket.rawValue
    guard cipc_end_sending(number) == 0 else { return }
    // At a listener that is only held, as `create` does it, nobody accepts now.
    let isOnlyHeld = cipc_listener_has_ended(number) != 0
    let patience = Deadline.after(seconds: 0.25)
    var farewell: Deadline?
    while cipc_discard(number) == 0 {
      if farewell == nil, cipc_unacknowledged(number) <= 0 { farewell = .after(seconds: 0.1) }
      if isOnlyHeld || deadline.hasPassed || (farewell ?? patience).hasPassed
        || Waiting.terminationSignal != nil
      {
        return
      }
      _ = cipc_wait_a_moment(number, 2)
    }
  }
}

extension WaitFailure {
  /// Whether a socket of another type may have the address: each type has abstract names of its own (net/unix/
  /// af_unix.c, unix_find_abstract).
  fileprivate func mayBeOfAnotherType(at address: SocketAddress) -> Bool {
    switch self {
    case .failed(.protocolWrongTypeForSocket): true
    case .failed(.connectionRefused): address.unixName?.first == 0
    default: false
    }
  }
}
