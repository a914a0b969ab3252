internal import SystemPackage

extension SystemVMechanism where Self: Forgettable {
  /// IPC_RMID asks nobody, and the kernel offers no removal on a condition: the object is looked at right before,
  /// which leaves the time between two calls.
  static func removeForgotten(
    _ object: Object, in context: Context, by look: (Int32) throws(Errno) -> Object
  ) throws(IPCError) -> String? {
    let subject = address(object.name)
    let id = object.attributes.id
    let current = try attempt(controlCall, subject) { () throws(Errno) in try look(id) }
    guard current.attributes.isSameObject(as: object.attributes) else {
      throw IPCError(
        .gone, subject: subject, reason: "the id belongs to another \(noun) by now")
    }
    let traces = traces(of: current, in: context)
    if let use = traces.use { return "is \(use) by now" }
    guard traces == self.traces(of: object, in: context) else { return "was used meanwhile" }
    try attempt(controlCall, subject) { () throws(Errno) in try destroy(id: id) }
    return nil
  }
}

extension Traces {
  init(_ attributes: SystemVAttributes, lastTime: Int64) {
    self.init(owner: attributes.uid, creator: attributes.creatorUID, lastTime: lastTime)
  }
}
