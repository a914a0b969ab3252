internal import CLinuxIPC
internal import SystemPackage

extension SocketDiagnostics {
  /// The answer to one request, as it comes in, a datagram at a time.
  struct Answer {
    /// How it ended.
    enum End: Equatable {
      case complete
      case failed(Errno)
    }

    /// That of the request: what belongs to an earlier one is passed over.
    let sequence: UInt32
    /// Whether it is one message, after which nothing comes.
    let isSingle: Bool
    private(set) var end: End?
    /// Whether the kernel did not say that the list changed while it was read.
    private(set) var isWhole = true
    /// How many datagrams had sockets in them.
    private(set) var parts = 0

    init(sequence: UInt32, isSingle: Bool = false) {
      self.sequence = sequence
      self.isSingle = isSingle
    }

    /// Takes the messages of one datagram; calls `visit` with the body of each that is a socket.
    mutating func add(_ bytes: Span<UInt8>, _ visit: (Span<UInt8>) -> Void) {
      var messages = NetlinkMessages()
      var (count, sockets) = (0, 0)
      while end == nil, let message = messages.next(in: bytes) {
        count += 1
        guard message.sequence == sequence else { continue }
        if message.flags & cipc_nlm_f_dump_intr != 0 { isWhole = false }
        let body = bytes.extracting(message.body)
        switch message.type {
        case cipc_diag_reply:
          sockets += 1
          visit(body)
          if isSingle { end = .complete }
        case cipc_nlmsg_done, cipc_nlmsg_error: end = Self.end(saying: body)
        case cipc_nlmsg_overrun: isWhole = false
        default: break
        }
      }
      if sockets > 0 { parts += 1 }
      // One that says nothing would be waited on for ever.
      if count == 0 { end = .failed(.badMessage) }
    }

    /// Both begin with a negative errno, or 0.
    private static func end(saying body: Span<UInt8>) -> End {
      guard let code: Int32 = body.number(at: 0) else { return .failed(.badMessage) }
      return code < 0 ? .failed(Errno(rawValue: 0 &- code)) : .complete
    }
  }
}
