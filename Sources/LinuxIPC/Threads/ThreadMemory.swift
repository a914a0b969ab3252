internal import CLinuxIPC

/// The memory of a thread's process, read without disturbing it, process_vm_readv(2).
struct ThreadMemory {
  private let thread: Int32

  init(_ thread: Int32) {
    self.thread = thread
  }

  /// All of `size` bytes at `address`; nil when they may not be read, or are not there.
  func bytes(at address: UInt64, _ size: Int) -> [UInt8]? {
    guard address != 0, size > 0, size <= Self.limit else { return size == 0 ? [] : nil }
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      let read = LentCapabilities.raising([.systemPtrace]) {
        unsafe cipc_read_memory(thread, address, buffer.baseAddress, size)
      }
      count = max(Int(read), 0)
    }
    return bytes.count == size ? bytes : nil
  }

  /// No call takes more in one array: a set for select(2) of a million descriptors has so much.
  private static let limit = 1 << 20

  func word(at address: UInt64) -> UInt32? {
    bytes(at: address, 4).flatMap { $0.span.number(at: 0) }
  }
}
