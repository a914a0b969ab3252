internal import CLinuxIPC
internal import SystemPackage

extension SysVMessageQueue: Inspecting {
  package static func inspect(
    _ name: SystemVName, in context: Context
  ) throws(IPCError) -> Object {
    let subject = address(name)
    let id = try id(of: name)
    let queue = try attempt("msgctl", subject) { () throws(Errno) in
      try status(id)
    }
    guard queue.id == id else {
      throw IPCError(
        .gone, subject: subject, operation: "msgctl", errno: .invalidArgument,
        reason: "no such queue; its slot holds msg:\(queue.id) now")
    }
    return Object(queue, namespace: context.ipcNamespace)
  }

  /// The id that `name` stands for at this moment.
  ///
  /// `msgget(key, 0)` asks for no permission, so it resolves also what may not be read.
  static func id(of name: SystemVName) throws(IPCError) -> Int32 {
    switch name {
    case .id(let id): return id
    case .key(let key):
      return try attempt("msgget", address(name)) { () throws(Errno) in
        try systemCall { cipc_msgget(key, 0) }
      }
    }
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
    let limits = try attempt("msgctl", keyword) { () throws(Errno) in
      try systemLimits()
    }
    return [
      Limit("queues", value: limits.queues_limit, used: limits.queues, setting: "kernel.msgmni")
    ]
  }

  static func systemLimits() throws(Errno) -> cipc_message_limits {
    var limits = cipc_message_limits()
    _ = try systemCall { unsafe cipc_msg_limits(&limits) }
    return limits
  }
}
