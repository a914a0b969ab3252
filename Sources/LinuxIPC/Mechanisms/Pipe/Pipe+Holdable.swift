internal import CLinuxIPC
package import SystemPackage

extension Pipe: Holdable {
  package static var creationOptions: Set<VerbOption> { [.size, .ttl] }

  /// The corresponding C functions are `pipe2` and `fcntl`.
  package static func make(
    _ name: Name?, _ request: CreationRequest, in context: Context
  ) throws(IPCError) -> Held<Name> {
    guard name == nil else {
      throw IPCError(.usage, subject: keyword, reason: "a pipe has no name to choose")
    }
    let ends = try attempt("pipe2", keyword) { () throws(Errno) in try PipeEnds() }
    let status = try attempt("fstat", keyword) { () throws(Errno) in try ends.read.status() }
    let made = InodeName(status.inode)
    if let size = request.size {
      _ = try attempt("fcntl", keyword) { () throws(Errno) in
        try systemCall { cipc_set_pipe_size(ends.write.rawValue, size) }
      }
    }
    return Held(
      made, ObjectIdentity(.file, device: status.device, inode: status.inode),
      adopting: [ends.read.release(), ends.write.release()])
  }
}

extension Pipe: HeldMechanism {
  /// Who holds it could not end while it is locked: the last close(2) of an end waits, too.
  package static func remove(
    _ object: HeldObject, named name: Name, in context: Context
  ) throws(IPCError) {
    try checkRemoval(of: object, named: name, in: context)
    try object.end()
  }

  package static func checkRemoval(
    of object: HeldObject, named name: Name, in context: Context
  ) throws(IPCError) {
    try object.checkEnd()
    try object.checkUnlocked()
  }
}

extension Pipe: FailureTable {
  package static func failure(of operation: String, errno: Errno) -> Failure? {
    switch (operation, errno) {
    case ("fcntl", .notPermitted):
      Failure(
        .limit, "the size is above fs.pipe-max-size, or fs.pipe-user-pages-soft is used up",
        hint: Capabilities.needs(or: .systemResource))
    case ("fcntl", .invalidArgument): Failure(.limit, "no pipe is of that size")
    default: pipeFailure(of: operation, errno: errno)
    }
  }
}
