internal import CLinuxIPC
package import SystemPackage

extension EventCounter: Holdable {
  package static var creationOptions: Set<VerbOption> { [.value, .ttl] }

  /// The corresponding C function is `eventfd`, and `write` for a value that it does not take.
  package static func make(
    _ name: Name?, _ request: CreationRequest, in context: Context
  ) throws(IPCError) -> Held<Name> {
    guard name == nil else {
      throw IPCError(.usage, subject: keyword, reason: "an event counter has no name to choose")
    }
    try checkAddable(request.value ?? 0, keyword)
    let counter = try attempt("eventfd", keyword) { () throws(Errno) in
      Descriptor(adopting: try systemCall { cipc_eventfd() })
    }
    let id = try attempt("read", keyword) { () throws(Errno) in
      try info("eventfd-id:", of: counter)
    }
    guard let id else {
      throw IPCError(
        .unsupported, subject: keyword, reason: "/proc does not tell which counter it is",
        hint: "needs Linux 5.2")
    }
    let made = InodeName(id)
    if let value = request.value, value > 0 {
      try add(value, to: counter, until: .immediate, address(made))
    }
    return Held(
      made, ObjectIdentity(.eventCounter, inode: id), adopting: [counter.release()])
  }
}

extension EventCounter: HeldMechanism {}

extension EventCounter: FailureTable {
  package static func failure(of operation: String, errno: Errno) -> Failure? {
    switch (operation, errno) {
    case ("write", .resourceTemporarilyUnavailable):
      Failure(.full, "the count would pass its limit, \(highestCount)")
    case ("read", .resourceTemporarilyUnavailable): Failure(.empty, "the count is 0")
    default: nil
    }
  }
}
