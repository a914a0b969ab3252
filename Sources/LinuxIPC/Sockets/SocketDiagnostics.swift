internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

/// The kernel's list of sockets of one family, sock_diag(7): those of the network namespace of the
/// calling thread. Everybody may have it whole.
enum SocketDiagnostics {
  /// What is asked for.
  enum Request {
    case unix
    /// A family and a protocol.
    case internet(Int32, Int32)
  }

  /// Why there is no list: the call that failed, and what it left in `errno`.
  struct Refusal: Error, Equatable {
    let operation: String
    let errno: Errno
  }

  /// All sockets.
  ///
  /// - Parameter parse: One socket from the body of its message; nil for what it makes nothing of.
  /// - Returns: The sockets, and whether the list is of one piece: the kernel says when it changed
  ///   while it was read (NLM_F_DUMP_INTR), and then it is read again, a few times.
  static func dump<Row>(
    _ request: Request, _ parse: (Span<UInt8>) -> Row?
  ) throws(Refusal) -> (rows: [Row], isWhole: Bool) {
    let socket = Descriptor(
      adopting: try call("socket") { cipc_diag_open() })
    var rows: [Row] = []
    for attempt in 1...attempts {
      rows.removeAll(keepingCapacity: true)
      try send(request, UInt32(attempt), socket)
      if try receive(UInt32(attempt), socket, { body in parse(body).map { rows.append($0) } }) {
        return (rows, true)
      }
    }
    return (rows, false)
  }

  private static let attempts = 3

  /// In bytes. The kernel fills at most 32 KiB at a time (af_netlink.c, netlink_recvmsg), and no more
  /// than it was given room for.
  private static let bufferSize = 64 * 1024

  private static func call(
    _ operation: String, _ body: () -> Int32
  ) throws(Refusal) -> Int32 {
    do throws(Errno) {
      return try systemCall(body)
    } catch {
      throw Refusal(operation: operation, errno: error)
    }
  }

  private static func send(
    _ request: Request, _ sequence: UInt32, _ socket: borrowing Descriptor
  ) throws(Refusal) {
    let socket = socket.rawValue
    _ = try call("sendto") {
      switch request {
      case .unix: cipc_diag_request_unix(socket, sequence)
      case .internet(let family, let transport):
        cipc_diag_request_inet(socket, sequence, family, transport)
      }
    }
  }

  /// Reads to the end of the answer.
  ///
  /// - Returns: Whether it is of one piece.
  private static func receive(
    _ sequence: UInt32, _ socket: borrowing Descriptor, _ visit: (Span<UInt8>) -> Void
  ) throws(Refusal) -> Bool {
    let socket = socket.rawValue
    var answer = Answer(sequence: sequence)
    var refusal: Refusal?
    unsafe withUnsafeTemporaryAllocation(byteCount: bufferSize, alignment: 8) { buffer in
      do throws(Errno) {
        while answer.end == nil {
          let count = try systemCall {
            unsafe cipc_diag_receive(socket, buffer.baseAddress, buffer.count)
          }
          guard count <= bufferSize else { throw .messageTooLong }
          let bytes = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<Int(count)])
          answer.add(unsafe bytes.bindMemory(to: UInt8.self).span, visit)
        }
      } catch {
        refusal = Refusal(operation: "recvfrom", errno: error)
      }
    }
    if let refusal { throw refusal }
    if case .failed(let errno) = answer.end { throw Refusal(operation: "sock_diag", errno: errno) }
    return answer.isWhole
  }
}
