internal import SystemPackage

extension POSIXSharedMemory: MemoryMechanism {
  package static func withMemory(
    of name: Name, for access: MemoryAccess, isForced: Bool, in context: Context,
    _ body: (borrowing MemoryRegion) throws(IPCError) -> Void
  ) throws(IPCError) {
    let subject = address(name)
    let file = try open(name, access == .read ? .readOnly : .writeOnly, in: context)
    try FileMemory.with(file, for: access, Self.self, subject, body)
  }
}
