internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

extension POSIXSharedMemory: Creating {
  package static var creationOptions: Set<VerbOption> { [.mode, .size, .existOk] }

  /// The file is made without a name and linked into /dev/shm when it is complete, so that nobody ever
  /// opens half of it and a kill leaves nothing.
  package static func create(
    _ name: Name?, _ request: CreationRequest, in context: Context
  ) throws(IPCError) -> (name: Name, isNew: Bool) {
    let wanted: Name = if let name { name } else { try randomName() }
    let subject = address(wanted)
    let directory = try openDirectory(subject)
    let mode = request.mode ?? CreationRequest.defaultMode
    let size = request.size ?? context.pageSize
    var operation = "open"
    do throws(Errno) {
      let file = try Descriptor(
        opening: [UInt8](path: "."), in: directory, flags: [.temporary, .readWrite], mode: mode)
      operation = "fchmod"
      // Beyond the umask: the mode is what was asked for.
      _ = try systemCall { fchmod(file.rawValue, mode_t(mode)) }
      operation = "ftruncate"
      guard let length = off_t(exactly: size) else { throw .fileTooLarge }
      _ = try systemCall { ftruncate(file.rawValue, length) }
      operation = "linkat"
      try unsafe wanted.file.withCPath { (path) throws(Errno) in
        _ = try systemCall {
          unsafe cipc_link_descriptor(file.rawValue, directory.rawValue, path)
        }
      }
    } catch {
      guard error == .fileExists, request.acceptsExisting else {
        throw Self.error(operation, error, subject)
      }
      let existing = try status(of: wanted, in: directory)
      guard existing.type == .regular else { throw foreign(existing.type, wanted) }
      return (wanted, false)
    }
    return (wanted, true)
  }

  static func randomName() throws(IPCError) -> Name {
    var number: UInt64 = 0
    do throws(Errno) {
      _ = try systemCall {
        unsafe withUnsafeMutableBytes(of: &number) { unsafe cipc_random($0.baseAddress, $0.count) }
      }
    } catch {
      throw Self.error("getrandom", error, keyword)
    }
    return Name(file: [UInt8](path: "ipctool-\(String(number, radix: 36))"))
  }
}
