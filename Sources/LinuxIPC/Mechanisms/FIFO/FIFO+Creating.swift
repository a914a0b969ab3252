internal import CLinuxIPC
internal import SystemPackage

extension FIFO: Creating {
  package static var creationOptions: Set<VerbOption> { [.mode, .existOk] }

  /// The corresponding C function is `mkfifo`.
  package static func create(
    _ name: Name?, _ request: CreationRequest, in context: Context
  ) throws(IPCError) -> (name: Name, isNew: Bool) {
    guard case .path(let path) = name else {
      throw IPCError(
        .usage, subject: name.map { address($0) } ?? keyword,
        reason: "a FIFO is created at a path", hint: "\(keyword):/PATH")
    }
    let made = Name.path(path)
    let mode = request.mode ?? CreationRequest.defaultMode
    do throws(Errno) {
      try unsafe path.withCPath { (path) throws(Errno) in
        _ = try systemCall { unsafe cipc_mkfifo(path, mode) }
      }
      return (made, true)
    } catch {
      guard error == .fileExists, request.acceptsExisting else {
        throw Self.error("mkfifo", error, address(made))
      }
      _ = try inspect(made, in: context)
      return (made, false)
    }
  }
}

extension FIFO: Removing {
  package static func remove(
    _ object: Object, named name: Name, in context: Context
  ) throws(IPCError) {
    let subject = address(name)
    try file(of: object, subject).unlink(Self.self, subject)
  }

  package static func checkRemoval(
    of object: Object, named name: Name, in context: Context
  ) throws(IPCError) {
    let subject = address(name)
    try file(of: object, subject).checkUnlinking(Self.self, subject, in: context)
  }

  /// Who has it open keeps it, without a name, as a pipe.
  package static func remainder(of object: Object, in context: Context) -> String? {
    HeldObject.known(object.identity, as: FIFO.self, address(object.name), in: context).others
      .map { "it lives on, without a name, in \($0)" }
  }

  private static func file(of object: Object, _ subject: String) throws(IPCError) -> NamedFile {
    guard case .path(let path) = object.name else {
      throw IPCError(.usage, subject: subject, reason: "no path leads to it")
    }
    return NamedFile(path: path, status: object.file)
  }
}
