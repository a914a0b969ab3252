internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

extension DevShmMechanism {
  /// The file is made without a name and linked into /dev/shm when it is complete, so that nobody ever
  /// opens half of it and a kill leaves nothing.
  package static func create(
    _ name: Name?, _ request: CreationRequest, in context: Context
  ) throws(IPCError) -> (name: Name, isNew: Bool) {
    let wanted: Name = if let name { name } else { try randomName() }
    let subject = address(wanted)
    let directory = try openDirectory(subject)
    let mode = request.mode ?? CreationRequest.defaultMode
    let file = try attempt("open", subject) { () throws(Errno) in
      try Descriptor(
        opening: [UInt8](path: "."), in: directory, flags: [.temporary, .readWrite], mode: mode)
    }
    // Beyond the umask: the mode is what was asked for.
    _ = try attempt("fchmod", subject) { () throws(Errno) in
      try systemCall { fchmod(file.rawValue, mode_t(mode)) }
    }
    try fill(file, request, subject, in: context)
    do throws(Errno) {
      try unsafe wanted.file.withCPath { (path) throws(Errno) in
        _ = try systemCall {
          unsafe cipc_link_descriptor(file.rawValue, directory.rawValue, path)
        }
      }
    } catch {
      guard error == .fileExists, request.acceptsExisting else {
        throw Self.error("linkat", error, subject)
      }
      let existing = try status(of: wanted, in: directory)
      guard use.fits(existing) else { throw foreign(existing, wanted) }
      return (wanted, false)
    }
    return (wanted, true)
  }

  static func randomName() throws(IPCError) -> Name {
    Name(file: try randomName(use.filePrefix, keyword))
  }
}
