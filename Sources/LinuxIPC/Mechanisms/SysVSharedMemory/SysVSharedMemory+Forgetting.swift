internal import SystemPackage

extension SysVSharedMemory: Forgettable {
  package static func traces(of object: Object, in context: Context) -> Traces {
    let usedAt = max(object.attachTime, object.detachTime)
    var traces = Traces(
      object.attributes, lastTime: max(object.changeTime, usedAt))
    traces.recordsMaker = true
    traces.recordsUsers = true
    traces.users = [Traces.User("made", by: object.creatorPID, at: object.changeTime)]
    if usedAt != 0 || object.lastOperationPID != 0 {
      traces.users.append(Traces.User("last used", by: object.lastOperationPID, at: usedAt))
    }
    if object.isDestroyed {
      traces.use = "removed"
    } else if object.attached > 0 {
      traces.use = "attached"
    }
    return traces
  }

  /// What is in memory of it does not matter: to read that takes a walk over all segments.
  package static func removeForgotten(
    _ object: Object, in context: Context
  ) throws(IPCError) -> String? {
    try removeForgotten(object, in: context) { (id) throws(Errno) in
      Object(try status(id), namespace: context.ipcNamespace)
    }
  }
}
