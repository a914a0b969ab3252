internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

extension SysVMessageQueue: MessageMechanism {
  package static var sendingOptions: Set<VerbOption> { [.type, .count, .lines, .null] }
  package static var receivingOptions: Set<VerbOption> {
    [.type, .except, .count, .all, .lines, .null]
  }

  /// A queue that messages go through, found once.
  package struct Endpoint {
    let id: Int32
    let subject: String
    /// The longest message that fits this queue, and the reason.
    let messageLimit: UInt64
    let reason: String
    /// `struct msgbuf`: a C long, then the text.
    var buffer: [UInt8]
  }

  static let typeSize = MemoryLayout<Int>.size

  package static func endpoint(
    sendingTo name: SystemVName, in context: Context
  ) throws(IPCError) -> Endpoint {
    let object = try inspect(name, in: context)
    let messageLimit = (try? systemLimits())?.message_bytes_limit ?? .max
    let capacity = object.capacityBytes ?? .max
    // Even an empty message takes one of as many places as there are bytes (ipc/msg.c, msg_fits_inqueue).
    guard capacity > 0 else {
      throw IPCError(
        .tooLarge, subject: address(name),
        reason: "no message ever fits: the queue's capacity is 0 bytes")
    }
    return Endpoint(
      id: object.attributes.id, subject: address(name),
      messageLimit: min(messageLimit, capacity),
      reason: capacity < messageLimit
        ? "the queue's capacity is \(Counted.words(capacity, "byte"))"
        : "kernel.msgmax is \(messageLimit)",
      buffer: [])
  }

  package static func messageLimit(of endpoint: Endpoint) -> UInt64 {
    endpoint.messageLimit
  }

  package static func tooLarge(_ message: [UInt8], for endpoint: Endpoint) -> IPCError {
    IPCError(
      .tooLarge, subject: endpoint.subject,
      reason: "a message of more than \(Counted.words(endpoint.messageLimit, "byte")) never fits:"
        + " \(endpoint.reason)")
  }

  package static func send(
    _ message: [UInt8], to endpoint: inout Endpoint, _ request: SendRequest
  ) throws(IPCError) {
    endpoint.buffer.removeAll(keepingCapacity: true)
    unsafe withUnsafeBytes(of: Int(request.type)) { unsafe endpoint.buffer.append(contentsOf: $0) }
    endpoint.buffer.append(contentsOf: message)
    let id = endpoint.id
    let buffer = endpoint.buffer
    do throws(WaitFailure) {
      _ = try Waiting.call(until: request.deadline) { nonblocking in
        unsafe buffer.withUnsafeBytes {
          unsafe cipc_msgsnd(
            id, $0.baseAddress, message.count, nonblocking ? cipc_ipc_nowait : 0)
        }
      }
    } catch {
      throw Self.error("msgsnd", error, endpoint.subject, timedOut: .full) {
        fullness(of: id, for: UInt64(message.count))
      }
    }
  }

  /// How full the queue is, for people.
  ///
  /// - Parameter size: Of the message that does not fit.
  private static func fullness(of id: Int32, for size: UInt64) -> String? {
    guard let queue = try? status(id), queue.id == id else { return nil }
    let free = queue.capacity_bytes - min(queue.bytes, queue.capacity_bytes)
    if free > 0, size > free {
      return
        "no room for \(Counted.words(size, "byte")) now: \(free) of \(queue.capacity_bytes) are free"
    }
    // As many messages as bytes are the other bound, which only short ones reach.
    let isCounted = queue.messages >= queue.capacity_bytes && queue.bytes < queue.capacity_bytes
    let messages = isCounted ? "\(Counted.words(queue.messages, "message")), " : ""
    return
      "queue is full (\(messages)\(queue.bytes) of \(Counted.words(queue.capacity_bytes, "byte")))"
  }

  package static func endpoint(
    receivingFrom name: SystemVName, in context: Context
  ) throws(IPCError) -> Endpoint {
    receivingEndpoint(try inspect(name, in: context), name)
  }

  static func receivingEndpoint(_ object: Object, _ name: SystemVName) -> Endpoint {
    Endpoint(
      id: object.attributes.id, subject: address(name), messageLimit: 0, reason: "",
      buffer: [UInt8](repeating: 0, count: typeSize + likelyMessageSize(object)))
  }

  package static func receive(
    from endpoint: inout Endpoint, _ request: ReceiveRequest, until deadline: Deadline
  ) throws(IPCError) -> Message {
    let (type, flags) = request.selection.arguments
    while true {
      do throws(WaitFailure) {
        return try take(&endpoint, type, flags, deadline)
      } catch .failed(.argListTooLong) {
        // E2BIG leaves the message where it is: a limit was raised since the buffer was made.
        endpoint.buffer.append(contentsOf: [UInt8](repeating: 0, count: endpoint.buffer.count))
      } catch {
        throw Self.error("msgrcv", error, endpoint.subject, timedOut: .empty) {
          request.selection.nothing
        }
      }
    }
  }

  static func take(
    _ endpoint: inout Endpoint, _ type: Int64, _ flags: Int32, _ deadline: Deadline
  ) throws(WaitFailure) -> Message {
    let id = endpoint.id
    let size = try unsafe endpoint.buffer.withUnsafeMutableBytesCarrying {
      (buffer) throws(WaitFailure) in
      try Waiting.call(until: deadline) { nonblocking in
        unsafe cipc_msgrcv(
          id, buffer.baseAddress, buffer.count - typeSize, type,
          flags | (nonblocking ? cipc_ipc_nowait : 0))
      }
    }
    let type = unsafe endpoint.buffer.withUnsafeBytes { unsafe $0.load(as: Int.self) }
    return Message(
      type: Int64(type), bytes: Array(endpoint.buffer[typeSize..<typeSize + Int(size)]))
  }

  /// A buffer that nearly every message fits; a longer one answers E2BIG, stays where it is, and the
  /// buffer grows. MSG_COPY never cuts a message either (KERNEL-NOTES section 1.3).
  static func likelyMessageSize(_ object: Object) -> Int {
    let limit = (try? systemLimits())?.message_bytes_limit ?? 0
    return Int(min(max(limit, object.bytes, 1), 1 << 20))
  }
}
