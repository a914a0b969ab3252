internal import CLinuxIPC
internal import SystemPackage

extension FIFO: Creating {
  package static var creationOptions: Set<VerbOption> { [.mode, .existOk] }

  /// The corresponding C function is `mkfifo`.
  package static func create(
    _ name: Name?, _ request: CreationRequest, in context: Context
  ) throws(IPCError) -> (name: Name, isNew: Bool) {
    let path = try path(toCreate: name, "a FIFO")
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

extension FIFO: FileRemoving {
  package static func checkRemoval(
    ofFile file: borrowing Descriptor, _ subject: String
  ) throws(IPCError) {}
}
