internal import Glibc
internal import SystemPackage

extension POSIXSharedMemory: DevShmMechanism {
  package static var use: DevShmUse { .memory }
  package static var noun: String { "shared memory object" }
  package static var indefiniteNoun: String { "shared memory" }
  package static var creationOptions: Set<VerbOption> { [.mode, .size, .existOk] }

  package static func fill(
    _ file: borrowing Descriptor, _ request: CreationRequest, _ subject: String,
    in context: Context
  ) throws(IPCError) {
    let size = request.size ?? context.pageSize
    _ = try attempt("ftruncate", subject) { () throws(Errno) in
      guard let length = off_t(exactly: size) else { throw .fileTooLarge }
      return try systemCall { ftruncate(file.rawValue, length) }
    }
  }
}
