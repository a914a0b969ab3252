internal import CLinuxIPC
internal import SystemPackage

/// What the kernel refers to by descriptors, as it goes through them itself (`cipc_references.h`).
///
/// Needs CAP_BPF and CAP_PERFMON.
enum KernelReferences {
  /// What it takes.
  static let privileges: [Capability] = [.bpf, .perfmon]

  /// Calls `visit` with every descriptor of every process, those of a table in their order.
  ///
  /// - Returns: Whether the kernel told of all.
  static func forEach(_ visit: (cipc_reference) -> Void) -> Bool {
    let number = LentCapabilities.raising(privileges) { cipc_references_open() }
    guard number >= 0 else { return false }
    let iterator = Descriptor(adopting: number)
    let size = MemoryLayout<cipc_reference>.stride
    var isWhole = false
    unsafe withUnsafeTemporaryAllocation(byteCount: 1024 * size, alignment: 16) { buffer in
      var rest = 0
      while let count = try? unsafe iterator.read(into: .init(rebasing: buffer[rest...])) {
        if count == 0 {
          isWhole = true
          return
        }
        let end = rest + count
        let start = unsafe walk(UnsafeRawBufferPointer(rebasing: buffer[..<end]), visit)
        rest = end - start
        unsafe buffer.copyMemory(from: .init(rebasing: buffer[start..<end]))
      }
    }
    return isWhole
  }

  /// Calls `visit` with each record that is whole.
  ///
  /// - Returns: Where they end.
  static func walk(_ bytes: UnsafeRawBufferPointer, _ visit: (cipc_reference) -> Void) -> Int {
    let size = MemoryLayout<cipc_reference>.stride
    var start = 0
    while start + size <= bytes.count {
      visit(unsafe bytes.loadUnaligned(fromByteOffset: start, as: cipc_reference.self))
      start += size
    }
    return start
  }

  /// The number of a device, as stat(2) has it.
  static func device(of reference: cipc_reference) -> UInt64 {
    // As the kernel has it inside (include/linux/kdev_t.h).
    cipc_makedev(reference.device >> 20, reference.device & 0xFFFFF)
  }
}
