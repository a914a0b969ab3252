extension MemoryFile: MemoryMechanism {
  package static var sendingOptions: Set<VerbOption> { [.offset, .force] }
  package static var receivingOptions: Set<VerbOption> { [.offset, .length, .force] }

  package static func withMemory(
    of name: Name, for access: MemoryAccess, isForced: Bool, in context: Context,
    _ body: (borrowing MemoryRegion) throws(IPCError) -> Void
  ) throws(IPCError) {
    let object = try held(name, in: context)
    try object.checkUse(isForced: isForced)
    try FileMemory.with(
      try object.memory(for: access), for: access, Self.self, object.subject, body)
  }
}
