internal import CLinuxIPC
internal import SystemPackage

extension SysVMessageQueue: Peeking {
  package static var peekingOptions: Set<VerbOption> {
    [.type, .except, .index, .count, .all, .lines, .null]
  }

  package static func peek(
    at name: SystemVName, _ request: ReceiveRequest, into output: inout some DataOutput & ~Copyable,
    in context: Context
  ) throws(IPCError) -> Coverage {
    let object = try inspect(name, in: context)
    var endpoint = receivingEndpoint(object, name)
    if case .upTo = request.selection {
      guard request.index == nil else {
        throw IPCError(
          .usage, subject: address(name),
          reason: "an index and a lowest type exclude each other: they name different orders")
      }
      return try peekLowest(&endpoint, object, request, into: &output)
    }
    let wanted: UInt64 =
      switch request.amount {
      case nil: 1
      case .count(let count): count
      case .all: .max
      }
    var shown: UInt64 = 0
    let start = request.index ?? 0
    var position = start
    while shown < wanted, request.amount != .all || position - start < ReceiveRequest.peekLimit {
      try output.checkReader()
      guard let message = try copy(&endpoint, position) else { break }
      position += 1
      guard request.selection.matches(message.type ?? 0) else { continue }
      try output.write(message)
      shown += 1
    }
    if shown == 0, wanted > 0, request.amount != .all {
      throw nothing(request, object, endpoint)
    }
    return leftOut(request, object, position)
  }

  /// The first of the lowest type: all of them have to be seen, as positions say nothing of types.
  private static func peekLowest(
    _ endpoint: inout Endpoint, _ object: Object, _ request: ReceiveRequest,
    into output: inout some DataOutput & ~Copyable
  ) throws(IPCError) -> Coverage {
    var found: [Message] = []
    var position: UInt64 = 0
    let end = request.amount == .all ? ReceiveRequest.peekLimit : .max
    while position < end, let message = try copy(&endpoint, position) {
      position += 1
      if request.selection.matches(message.type ?? 0) { found.append(message) }
    }
    guard !found.isEmpty || request.amount == .all else {
      throw nothing(request, object, endpoint)
    }
    // The order in which `recv` would take them: the sort is stable, as the queue is.
    let order = found.indices.sorted {
      let (left, right) = (found[$0].type ?? 0, found[$1].type ?? 0)
      return left == right ? $0 < $1 : left < right
    }
    let wanted: Int =
      switch request.amount {
      case nil: 1
      case .count(let count): Int(clamping: count)
      case .all: order.count
      }
    for index in order.prefix(wanted) { try output.write(found[index]) }
    return leftOut(request, object, position)
  }

  /// The message at `position`, left where it is; nil past the end.
  ///
  /// The corresponding C function is `msgrcv` with MSG_COPY.
  private static func copy(
    _ endpoint: inout Endpoint, _ position: UInt64
  ) throws(IPCError) -> Message? {
    guard let position = Int64(exactly: position) else { return nil }
    while true {
      do throws(WaitFailure) {
        return try take(&endpoint, position, cipc_msg_copy, .immediate)
      } catch .failed(.noMessage) {
        return nil
      } catch .failed(.argListTooLong) {
        endpoint.buffer.append(contentsOf: [UInt8](repeating: 0, count: endpoint.buffer.count))
      } catch {
        throw copyFailed(error, position, endpoint)
      }
    }
  }

  private static func copyFailed(
    _ failure: WaitFailure, _ position: Int64, _ endpoint: Endpoint
  ) -> IPCError {
    switch failure {
    case .failed(.noFunction):
      return IPCError(
        .unsupported, subject: endpoint.subject, operation: "msgrcv", errno: .noFunction,
        reason: "this kernel cannot copy messages (CONFIG_CHECKPOINT_RESTORE is not set)")
    case .failed(.invalidArgument):
      guard let queue = try? status(endpoint.id), queue.id == endpoint.id else { fallthrough }
      return IPCError(
        .unsupported, subject: endpoint.subject, operation: "msgrcv", errno: .invalidArgument,
        reason: "the message at index \(position) is longer than kernel.msgmax is now and cannot be"
          + " copied", hint: "raise kernel.msgmax")
    default:
      return Self.error("msgrcv", failure, endpoint.subject, timedOut: .empty) { nil }
    }
  }

  private static func nothing(
    _ request: ReceiveRequest, _ object: Object, _ endpoint: Endpoint
  ) -> IPCError {
    let reason =
      if let index = request.index {
        "no message at index \(index) (\(object.messages) queued)"
      } else {
        request.selection.nothing
      }
    return IPCError(
      .empty, subject: endpoint.subject, operation: "msgrcv", errno: .noMessage, reason: reason)
  }

  /// What was not looked at because of the limit. Which of it was meant, nobody knows.
  private static func leftOut(
    _ request: ReceiveRequest, _ object: Object, _ position: UInt64
  ) -> Coverage {
    var coverage = Coverage()
    if request.amount == .all, object.messages > position {
      if request.selection == .any {
        coverage.hide(
          "messages", count: object.messages - position, needs: "--count \(object.messages)")
      } else {
        coverage.hide(
          "messages", count: nil, needs: "--count, after \(ReceiveRequest.peekLimit) of them")
      }
    }
    return coverage
  }
}
