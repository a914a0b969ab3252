internal import SystemPackage

extension POSIXSharedMemory: MemoryMechanism {
  /// The file is read and written, never mapped: reading fills no hole, and what others cut off the
  /// file meanwhile cannot kill us (SIGBUS).
  package static func withMemory(
    of name: Name, for access: MemoryAccess, in context: Context,
    _ body: (borrowing MemoryRegion) throws(IPCError) -> Void
  ) throws(IPCError) {
    let subject = address(name)
    let file = try open(name, access == .read ? .readOnly : .writeOnly)
    let status = try attempt("fstat", subject) { () throws(Errno) in try file.status() }
    try body(MemoryRegion(size: status.size, subject: subject, storage: .file(file)))
  }
}
