internal import CLinuxIPC
internal import SystemPackage

/// A socket that messages go through, one at a time.
package final class SocketEndpoint {
  let descriptor: Descriptor
  /// The object's address.
  let subject: String
  /// Whether nobody else has it, and its errors may be taken.
  private let isOwn: Bool
  private let isInternet: Bool
  /// Whether what comes is marked, so that the end of all is told from an empty message.
  private let isMarked: Bool
  /// Whether the end looks like an empty message, and only what poll(2) told before tells them apart.
  private let looksEmptyAtEnd: Bool
  private let passed: PassedDescriptors?
  private let room = MessageRoom()

  /// - Parameters:
  ///   - isAccepted: Whether it is our own and all that comes to it is to be read.
  ///   - passed: Where is noted what comes with messages.
  init(
    _ descriptor: consuming Descriptor, family: Int32, _ subject: String, isOwn: Bool,
    isAccepted: Bool = false, noting passed: PassedDescriptors? = nil
  ) {
    isMarked = isAccepted && cipc_mark_messages(descriptor.rawValue) == 0
    looksEmptyAtEnd = !isMarked && cipc_has_packets(descriptor.rawValue) != 0
    isInternet = family != cipc_af_unix
    passed?.watch(descriptor.rawValue, isMarked: isMarked)
    self.passed = passed
    self.isOwn = isOwn
    self.subject = subject
    self.descriptor = descriptor
  }

  /// In bytes; what the kernel takes may be some less (net/unix/af_unix.c, unix_dgram_sendmsg), and it says so.
  var messageLimit: UInt64 {
    isInternet ? UInt64(UInt16.max) : UInt64(max(cipc_send_buffer(descriptor.rawValue), 0))
  }

  /// Sends one message.
  func send(_ message: [UInt8], until deadline: Deadline) throws(IPCError) {
    let number = descriptor.rawValue
    _ = try SocketFailures.transfer(
      through: number, until: deadline, "send", subject, timedOut: .full
    ) { nonblocking in
      unsafe message.withUnsafeBytes {
        unsafe cipc_send(number, $0.baseAddress, $0.count, nonblocking ? 1 : 0)
      }
    }
    try checkArrival()
  }

  /// A host where nobody has the port answers that, udp(7): this one before send(2) has returned.
  private func checkArrival() throws(IPCError) {
    guard isOwn, isInternet else { return }
    let errno = cipc_socket_error(descriptor.rawValue)
    if errno != 0 { throw SocketFailures.error("send", Errno(rawValue: errno), subject) }
  }

  /// Takes the next message; nil when the other end has closed and all was taken.
  func next(until deadline: Deadline) throws(IPCError) -> Message? {
    let number = descriptor.rawValue
    var wasEnding = false
    while true {
      if let signal = Waiting.terminationSignal {
        throw SocketFailures.error(
          "recv", .interrupted(signal: signal), subject, timedOut: .empty, detail: { nil })
      }
      // Before the call, which may take the last message.
      if looksEmptyAtEnd { wasEnding = isEnding }
      let before = passed?.before ?? 0
      do throws(Errno) {
        guard let message = try take() else { return nil }
        passed?.note(message.hadMore, before)
        // Nobody may mark what comes to the socket of another.
        if message.bytes.isEmpty, !isMarked, looksEmptyAtEnd ? wasEnding : isEnding { return nil }
        return try whole(message)
      } catch .resourceTemporarilyUnavailable {
        // Of datagrams nothing more tells the end.
        if wasEnding { return nil }
        try SocketFailures.wait(
          until: deadline, "recv", subject, timedOut: .empty, detail: { nil }
        ) { cipc_wait_readable(number, $0 ? 1 : 0) }
        wasEnding = isEnding
      } catch {
        throw SocketFailures.error("recv", error, subject)
      }
    }
  }

  private var isEnding: Bool { cipc_socket_events(descriptor.rawValue) & cipc_event_end != 0 }

  /// Takes a message that is there; nil at the end, if messages are marked.
  private func take() throws(Errno) -> Read? {
    let number = descriptor.rawValue
    guard let bytes = unsafe room.bytes else {
      return try Self.read(number, peeks: false, isMarked: isMarked)
    }
    return try unsafe Self.read(number, into: bytes, peeks: false, isMarked)
  }

  /// What it takes to see that a message is cut: one more was there than there was room for.
  private func whole(_ read: Read) throws(Errno) -> Message {
    guard read.length == read.bytes.count else { throw .messageTooLong }
    return read.message
  }

  /// A message as it was read.
  struct Read {
    var bytes: [UInt8]
    /// How long it is; more than there are bytes for one that was cut.
    let length: Int
    let sender: SocketAddress
    /// Whether something came with it that there was no room for.
    let hadMore: Bool

    var message: Message {
      var message = Message(bytes: bytes)
      message.sender = sender.text
      return message
    }
  }

  /// Takes a message, or leaves it where it is; nil at the end, if messages are marked.
  static func read(
    _ number: Int32, peeks: Bool, isMarked: Bool = false
  ) throws(Errno) -> Read? {
    // The next message of datagrams, and all of packets; another may come first by then.
    let size = max(Int(cipc_unread(number)), 0) + 65536
    var bytes = [UInt8](repeating: 0, count: size)
    return try unsafe bytes.withUnsafeMutableBytesCarrying { (buffer) throws(Errno) in
      try unsafe read(number, into: buffer, peeks: peeks, isMarked)
    }
  }

  private static func read(
    _ number: Int32, into buffer: UnsafeMutableRawBufferPointer, peeks: Bool, _ isMarked: Bool
  ) throws(Errno) -> Read? {
    var sender = SocketAddress()
    var (mark, more): (Int32, Int32) = (1, 0)
    let length = try Int(
      systemCall {
        unsafe sender.take { address in
          unsafe isMarked
            ? cipc_receive_message(
              number, buffer.baseAddress, buffer.count, 0, &mark, &more, address)
            : cipc_receive_message(
              number, buffer.baseAddress, buffer.count, peeks ? 1 : 0, nil, &more, address)
        }
      })
    if mark == 0 { return nil }
    let bytes = unsafe [UInt8](
      UnsafeRawBufferPointer(rebasing: buffer[..<min(length, buffer.count)]))
    return Read(bytes: bytes, length: length, sender: sender, hadMore: more != 0)
  }
}
