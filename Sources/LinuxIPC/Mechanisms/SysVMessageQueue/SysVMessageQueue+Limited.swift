internal import CLinuxIPC
internal import SystemPackage

extension SysVMessageQueue: Charging {
  private static let queues = "queues"

  package static func limits(in context: Context) throws(IPCError) -> [Limit] {
    let limits = try attempt(controlCall, keyword) { () throws(Errno) in try systemLimits() }
    return [
      Limit(queues, value: limits.queues_limit, used: limits.queues, setting: "kernel.msgmni"),
      Limit(
        "bytes in one queue by default", value: limits.queue_bytes_limit,
        used: nil, setting: "kernel.msgmnb", unit: .bytes, scope: .object),
      longestMessage(limits),
    ]
  }

  package static func charges(
    of object: Object, heldBy holders: [Holder], in context: Context
  ) -> [Charge] {
    [Charge(queues, object.attributes.creatorUID)]
  }

  package static func limits(of object: Object, in context: Context) -> [Limit] {
    guard let limits = try? systemLimits() else { return [] }
    var result = [longestMessage(limits)]
    if let capacity = object.capacityBytes {
      result.append(
        Limit(
          "bytes in the queue", value: capacity, used: object.bytes,
          setting: "msg_qbytes, for new queues kernel.msgmnb", unit: .bytes, scope: .object))
    }
    return result
  }

  private static func longestMessage(_ limits: cipc_message_limits) -> Limit {
    Limit(
      "bytes in one message", value: limits.message_bytes_limit, used: nil,
      setting: "kernel.msgmax", unit: .bytes, scope: .object)
  }

  /// The corresponding C function is `msgctl` with IPC_INFO and MSG_INFO.
  static func systemLimits() throws(Errno) -> cipc_message_limits {
    var limits = cipc_message_limits()
    _ = try systemCall { unsafe cipc_msg_limits(&limits) }
    return limits
  }
}
