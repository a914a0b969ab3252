internal import CLinuxIPC
package import SystemPackage

extension SysVMessageQueue: SystemVMechanism {
  package static let noun = "queue"
  package static let getCall = "msgget"
  package static let controlCall = "msgctl"

  package static func find(key: Int32) throws(Errno) -> Int32 {
    try systemCall { cipc_msgget(key, 0) }
  }

  package static func describe(
    slotOf id: Int32, in context: Context
  ) throws(Errno) -> Object {
    Object(try status(id), namespace: context.ipcNamespace)
  }

  package static func destroy(id: Int32) throws(Errno) {
    _ = try systemCall { cipc_msg_remove(id) }
  }

  package static func limits(of object: Object, in context: Context) -> [Limit] {
    guard let limits = try? systemLimits() else { return [] }
    var result = [
      Limit(
        "bytes in one message", value: limits.message_bytes_limit, used: nil,
        setting: "kernel.msgmax", isBytes: true)
    ]
    if let capacity = object.capacityBytes {
      result.append(
        Limit(
          "bytes in the queue", value: capacity, used: object.bytes,
          setting: "msg_qbytes, for new queues kernel.msgmnb", isBytes: true))
    }
    return result
  }
}

extension SysVMessageQueue: Limited {
  package static func limits(in context: Context) throws(IPCError) -> [Limit] {
    let limits = try attempt(controlCall, keyword) { () throws(Errno) in try systemLimits() }
    return [
      Limit("queues", value: limits.queues_limit, used: limits.queues, setting: "kernel.msgmni")
    ]
  }

  /// The corresponding C function is `msgctl` with IPC_INFO and MSG_INFO.
  static func systemLimits() throws(Errno) -> cipc_message_limits {
    var limits = cipc_message_limits()
    _ = try systemCall { unsafe cipc_msg_limits(&limits) }
    return limits
  }
}
