internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

/// The kernel's list of sockets of one family, sock_diag(7): those of the network namespace of the
/// calling thread. Everybody may have it whole.
enum SocketDiagnostics {
  /// What is asked for.
  enum Request {
    /// An answer without sockets.
    case nothing
    /// Unix sockets, without the clients in the queues of listeners.
    case unix
    /// Unix sockets that listen, with nothing but these clients.
    case unixQueues
    /// Unix sockets with nothing but their inodes.
    case unixInodes
    /// One Unix socket.
    case unixSocket(UInt32)
    /// The clients in its queue.
    case unixQueue(UInt32)
    /// A family and a protocol.
    case internet(Int32, Int32)

    fileprivate var isSingle: Bool {
      switch self {
      case .unixSocket, .unixQueue: true
      default: false
      }
    }
  }

  /// Why there is no list: the call that failed, and what it left in `errno`.
  struct Refusal: Error, Equatable {
    let operation: String
    let errno: Errno
  }

  /// What was answered.
  struct List<Row> {
    var rows: [Row] = []
    /// Whether the kernel did not say that the list changed while it was read (NLM_F_DUMP_INTR).
    var isWhole = true
    /// How many datagrams there were with sockets: between two of them some may be lost.
    var parts = 0
  }

  /// The sockets that are asked for; all again, a few times, when the kernel says that they changed
  /// meanwhile.
  ///
  /// - Parameter parse: One socket from the body of its message; nil for what it makes nothing of.
  static func ask<Row>(
    _ request: Request, _ parse: (Span<UInt8>) -> Row?
  ) throws(Refusal) -> List<Row> {
    let socket = Descriptor(
      adopting: try call("socket") { cipc_diag_open() })
    // The first part of an answer is small until the kernel knows how large a buffer it is read into.
    try send(.nothing, 0, socket)
    var nothing = Answer(sequence: 0)
    try receive(&nothing, socket) { _ in }
    var list = List<Row>()
    for attempt in 1...attempts {
      list.rows.removeAll(keepingCapacity: true)
      try send(request, UInt32(attempt), socket)
      var answer = Answer(sequence: UInt32(attempt), isSingle: request.isSingle)
      try receive(&answer, socket) { body in parse(body).map { list.rows.append($0) } }
      (list.isWhole, list.parts) = (answer.isWhole, answer.parts)
      if list.isWhole { break }
    }
    return list
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
      case .nothing: cipc_diag_request_nothing(socket, sequence)
      case .unix: cipc_diag_request_unix(socket, sequence)
      case .unixQueues: cipc_diag_request_unix_queues(socket, sequence)
      case .unixInodes: cipc_diag_request_unix_inodes(socket, sequence)
      case .unixSocket(let inode): cipc_diag_request_unix_socket(socket, sequence, inode)
      case .unixQueue(let inode): cipc_diag_request_unix_queue(socket, sequence, inode)
      case .internet(let family, let transport):
        cipc_diag_request_inet(socket, sequence, family, transport)
      }
    }
  }

  /// Reads to the end of the answer.
  private static func receive(
    _ answer: inout Answer, _ socket: borrowing Descriptor, _ visit: (Span<UInt8>) -> Void
  ) throws(Refusal) {
    let socket = socket.rawValue
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
  }
}
