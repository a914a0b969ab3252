internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

extension SysVSharedMemory: MemoryMechanism {
  /// To read, the segment is reached through somebody's mapping where that is allowed: nothing is
  /// attached, no time stamp moves, no hole is filled (KERNEL-NOTES section 8.3). Otherwise, and to write, it is
  /// attached.
  package static func withMemory(
    of name: SystemVName, for access: MemoryAccess, isForced: Bool, in context: Context,
    _ body: (borrowing MemoryRegion) throws(IPCError) -> Void
  ) throws(IPCError) {
    let object = try inspect(name, in: context)
    let subject = address(name)
    if access == .read, mayRead(object), object.attached > 0,
      let file = SegmentMapping(object, in: context).open()
    {
      return try body(MemoryRegion(size: object.size, subject: subject, storage: .file(file)))
    }
    let attachment = try Attachment(object, access, subject)
    if access == .read,
      let file = unsafe SegmentMapping(object, in: context).openOwn(
        at: UInt64(UInt(bitPattern: attachment.base)))
    {
      try body(MemoryRegion(size: object.size, subject: subject, storage: .file(file)))
    } else {
      try body(
        unsafe MemoryRegion(
          size: object.size, subject: subject, storage: .attached(attachment.base)))
    }
    _ = consume attachment
  }

  /// Whether shmat would be allowed. The right to look into a process that is attached must not open
  /// what the segment's own permissions close.
  private static func mayRead(_ object: Object) -> Bool {
    (try? systemCall { cipc_shm_may_read(object.attributes.id) }) != nil
  }

  /// The segment in our own address space, for as long as this value lives.
  @safe private struct Attachment: ~Copyable {
    let base: UnsafeMutableRawPointer

    /// The corresponding C function is `shmat`.
    init(_ object: Object, _ access: MemoryAccess, _ subject: String) throws(IPCError) {
      guard let address = unsafe cipc_shmat(object.attributes.id, access == .read ? 1 : 0) else {
        throw SysVSharedMemory.error("shmat", Errno(rawValue: Glibc.errno), subject)
      }
      unsafe base = address
    }

    deinit {
      _ = unsafe cipc_shmdt(base)
    }
  }
}
