package import SystemPackage

extension POSIXMessageQueue: Openable {
  package static func file(of object: Object) -> FileStatus { object.file }

  package static var mayServeKernel: Bool { false }

  /// The kernel records nobody of a queue.
  package static func traces(of object: Object, in context: Context) -> Traces {
    Traces(owner: object.file.uid, lastTime: object.file.lastTime)
  }

  package static func openToAsk(
    _ object: Object, in context: Context
  ) throws(Errno) -> Descriptor {
    try Handle.open(object.name, [.readOnly, .nonBlocking])
  }

  /// While the lease lasts nobody opens the queue unseen; as in `remove`, its name is what goes.
  package static func removeForgotten(
    _ object: Object, in context: Context
  ) throws(IPCError) -> String? {
    let subject = address(object.name)
    let sole: SoleFile?
    do throws(Errno) {
      sole = try soleIfTold(object, in: context)
    } catch {
      guard error == .resourceTemporarilyUnavailable else {
        throw self.error("mq_open", error, subject)
      }
      return "is open by now"
    }
    // By its name it would be opened again, and would have to wait for ourselves.
    let current: FileStatus
    if let sole {
      current = try attempt("fstat", subject) { () throws(Errno) in try sole.status() }
    } else {
      current = try status(of: object.name)
    }
    guard current.isSameFile(as: object.file) else {
      throw IPCError(.gone, subject: subject, reason: "the name belongs to another queue by now")
    }
    guard current.lastTime == object.file.lastTime else { return "was used meanwhile" }
    if sole?.isWanted == true { return "is open by now" }
    try unlink(object.name)
    return nil
  }
}
