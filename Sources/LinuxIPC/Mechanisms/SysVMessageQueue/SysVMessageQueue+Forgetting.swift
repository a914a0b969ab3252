internal import SystemPackage

extension SysVMessageQueue: Forgettable, Awaited {
  /// The kernel does not record who made a queue.
  package static func traces(of object: Object, in context: Context) -> Traces {
    var traces = Traces(
      object.attributes,
      lastTime: max(object.changeTime, object.sendTime, object.receiveTime))
    traces.recordsUsers = true
    traces.contents = [object.bytes, object.messages]
    if object.sendTime != 0 || object.lastSendPID != 0 {
      traces.users.append(
        Traces.User("last sent to", by: object.lastSendPID, at: object.sendTime))
    }
    if object.receiveTime != 0 || object.lastReceivePID != 0 {
      traces.users.append(
        Traces.User("last received from", by: object.lastReceivePID, at: object.receiveTime))
    }
    return traces
  }

  package static func isAwaited(_ object: Object, in waits: QueueWaits) -> Bool {
    waits.contains(object.attributes)
  }

  package static func removeForgotten(
    _ object: Object, in context: Context
  ) throws(IPCError) -> String? {
    try removeForgotten(object, in: context) { (id) throws(Errno) in
      try describe(slotOf: id, in: context)
    }
  }
}
