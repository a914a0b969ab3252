internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

/// Memory that is a file, and is reached as one: reading fills no hole (KERNEL-NOTES section 8.3), and what
/// others cut off meanwhile cannot kill us (SIGBUS).
enum FileMemory {
  /// Runs `body` with all of it.
  ///
  /// - Parameters:
  ///   - file: Open for `access`.
  ///   - failures: Whose calls these are.
  static func with<Kind: FailureTable>(
    _ file: consuming Descriptor, for access: MemoryAccess, _ failures: Kind.Type,
    _ subject: String,
    _ body: (borrowing MemoryRegion) throws(IPCError) -> Void
  ) throws(IPCError) {
    let size = try size(of: file, failures, subject)
    // Files of huge pages have no write(2) (fs/hugetlbfs/inode.c).
    guard access == .write, size > 0, isOfHugePages(file) else {
      return try body(
        MemoryRegion(size: size, subject: subject, storage: .file(file), failures: failures))
    }
    let view = try View(of: file, size, failures, subject)
    try body(unsafe MemoryRegion(size: size, subject: subject, storage: .attached(view.base)))
    _ = consume view
  }

  private static func size<Kind: FailureTable>(
    of file: borrowing Descriptor, _ failures: Kind.Type, _ subject: String
  ) throws(IPCError) -> UInt64 {
    do throws(Errno) {
      return try file.status().size
    } catch {
      throw Kind.error("fstat", error, subject)
    }
  }

  /// How `file`, which may be a handle (O_PATH), has to be open for `access`.
  static func flags(_ file: borrowing Descriptor, for access: MemoryAccess) -> OpenFlags {
    switch access {
    case .read: .readOnly
    // What is mapped to be written must be readable too (mmap(2)).
    case .write: isOfHugePages(file) ? .readWrite : .writeOnly
    }
  }

  private static func isOfHugePages(_ file: borrowing Descriptor) -> Bool {
    var type: UInt64 = 0
    return unsafe cipc_fstatfs_type(file.rawValue, &type) == 0 && type == cipc_hugetlbfs_magic
  }

  /// A file in our own address space, for as long as this value lives.
  @safe private struct View: ~Copyable {
    let base: UnsafeMutableRawPointer
    private let size: Int

    /// The corresponding C function is `mmap`.
    init<Kind: FailureTable>(
      of file: borrowing Descriptor, _ size: UInt64, _ failures: Kind.Type, _ subject: String
    ) throws(IPCError) {
      self.size = Int(size)
      guard let address = unsafe cipc_map_file(file.rawValue, Int(size)) else {
        throw Kind.error("mmap", Errno(rawValue: Glibc.errno), subject)
      }
      unsafe base = address
    }

    deinit {
      _ = unsafe cipc_unmap(base, size)
    }
  }
}
