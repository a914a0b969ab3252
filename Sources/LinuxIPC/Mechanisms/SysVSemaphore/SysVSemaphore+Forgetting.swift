internal import SystemPackage

extension SysVSemaphore: Forgettable {
  package static var tracedDetails: Details { [.values, .operators] }

  /// The kernel does not record who made a set, but SETVAL, with which programs begin, counts as an operation here.
  package static func traces(of object: Object, in context: Context) -> Traces {
    var traces = Traces(
      object.attributes, lastTime: object.lastOperationLimit)
    traces.recordsUsers = true
    guard let members = object.members else {
      traces.obstacle = Capabilities.current().missing(of: [.ipcOwner], for: .reaching)
      return traces
    }
    var pids = Set(members.map(\.lastOperationPID))
    traces.contents = members.map { UInt64($0.value) }
    // 0 is nobody, or somebody outside of our pid namespace; nobody is outside of the initial one.
    if pids == [0], object.operationTime == 0 {
      pids = []
    } else if pids.count > 1, Namespace.ofThread(.pid)?.isInitialPIDNamespace == true {
      pids.remove(0)
    }
    traces.users = pids.sorted().map {
      Traces.User("last operated", by: $0, at: object.lastOperationLimit)
    }
    if members.contains(where: { $0.waitingForMore > 0 || $0.waitingForZero > 0 }) {
      traces.use = "waited at"
    }
    return traces
  }

  package static func removeForgotten(
    _ object: Object, in context: Context
  ) throws(IPCError) -> String? {
    try removeForgotten(object, in: context) { (id) throws(Errno) in
      var ignored = Coverage()
      let set = try describe(slotOf: id, in: context)
      guard
        let examined = examine(set, for: tracedDetails, in: context, coverage: &ignored)
      else { throw .identifierRemoved }
      return examined
    }
  }
}
