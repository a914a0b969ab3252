internal import CLinuxIPC
internal import SystemPackage

extension POSIXSemaphore: DevShmMechanism {
  package static var use: DevShmUse { .semaphore }
  package static var noun: String { "semaphore" }
  package static var indefiniteNoun: String { "a semaphore" }
  package static var creationOptions: Set<VerbOption> { [.mode, .value, .existOk] }

  /// Writes what sem_open(3) writes, as sem_init(3) makes it. That call itself cuts the mode down by the
  /// umask, and shows the file under a second name meanwhile.
  package static func fill(
    _ file: borrowing Descriptor, _ request: CreationRequest, _ subject: String,
    in context: Context
  ) throws(IPCError) {
    let value = request.value ?? 0
    guard value <= valueLimit else {
      throw IPCError(
        .usage, subject: subject, reason: "a value is from 0 to \(valueLimit), not \(value)")
    }
    try attempt("sem_init", subject) { () throws(Errno) in
      guard let value = UInt32(exactly: value) else { throw .invalidArgument }
      var bytes = [UInt8](repeating: 0, count: cipc_semaphore_size)
      try unsafe bytes.withUnsafeMutableBytesCarrying { (buffer) throws(Errno) in
        _ = try systemCall { unsafe cipc_semaphore_initialise(buffer.baseAddress, value) }
        try unsafe file.write(UnsafeRawBufferPointer(buffer), at: 0)
      }
    }
  }
}
