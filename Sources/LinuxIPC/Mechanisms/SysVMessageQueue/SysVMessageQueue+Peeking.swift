internal import CLinuxIPC
internal import SystemPackage

extension SysVMessageQueue: Peeking {
  package static var peekingOptions: Set<VerbOption> {
    [.type, .except, .index, .count, .all, .lines, .null]
  }

  /// How many messages a peek copies unless a number is given: each copy walks the queue from its
  /// head, under the queue's lock, so that all of a long one takes seconds (KERNEL-NOTES section 1.3).
  package static let peekLimit: UInt64 = 1000

  package static func peek(
    at name: SystemVName, _ request: ReceiveRequest, into output: inout some DataOutput & ~Copyable,
    in context: Context
  ) throws(IPCError) -> Coverage {
    let object = try inspect(name, in: context)
    var endpoint = try endpoint(receivingFrom: name, in: context)
    if case .upTo = request.selection {
      return try peekLowest(&endpoint, object, request, into: &output)
    }
    let wanted: UInt64 =
      switch request.amount {
      case nil: 1
      case .count(let count): count
      case .all: peekLimit
      }
    var shown: UInt64 = 0
    var position = request.index ?? 0
    while shown < wanted {
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
    return leftOut(request, object, position, shown)
  }

  /// The first of the lowest type: all of them have to be seen, as positions say nothing of types.
  private static func peekLowest(
    _ endpoint: inout Endpoint, _ object: Object, _ request: ReceiveRequest,
    into output: inout some DataOutput & ~Copyable
  ) throws(IPCError) -> Coverage {
    var found: [Message] = []
    var position: UInt64 = 0
    while position < max(peekLimit, object.messages), let message = try copy(&endpoint, position) {
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
      case .all: Int(peekLimit)
      }
    for index in order.prefix(wanted) { try output.write(found[index]) }
    var coverage = Coverage()
    if request.amount == .all, order.count > wanted {
      coverage.hide(
        "messages", count: UInt64(order.count - wanted), needs: "--count \(order.count)")
    }
    return coverage
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
      return failure.error("msgrcv", endpoint.subject, timedOut: .empty) { _ in
        nil
      } table: {
        Self.error("msgrcv", $0, endpoint.subject, detail: $1)
      }
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

  /// What `--all` did not show because of the limit.
  private static func leftOut(
    _ request: ReceiveRequest, _ object: Object, _ position: UInt64, _ shown: UInt64
  ) -> Coverage {
    var coverage = Coverage()
    if request.amount == .all, shown == peekLimit, object.messages > position {
      coverage.hide(
        "messages", count: object.messages - position, needs: "--count \(object.messages)")
    }
    return coverage
  }
}
