extension POSIXSharedMemory: DevShmMechanism {
  package static var use: DevShmUse { .memory }
  package static var noun: String { "shared memory object" }
  package static var indefiniteNoun: String { "shared memory" }
  package static var creationOptions: Set<VerbOption> { [.mode, .size, .existOk] }

  package static func fill(
    _ file: borrowing Descriptor, _ request: CreationRequest, _ subject: String,
    in context: Context
  ) throws(IPCError) {
    try setSize(of: file, to: request.size ?? context.pageSize, subject)
  }
}
