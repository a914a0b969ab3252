internal import CLinuxIPC

/// The memory of a thread's process, read without disturbing it, process_vm_readv(2).
struct ThreadMemory {
  private enum Source {
    case thread(Int32)
    case recorded([UInt8], start: UInt64)
  }

  private let source: Source

  init(_ thread: Int32) {
    source = .thread(thread)
  }

  /// Memory that was recorded: what there is of it from the address `start` on.
  init(recorded bytes: [UInt8], at start: UInt64) {
    source = .recorded(bytes, start: start)
  }

  /// All of `size` bytes at `address`; nil when they may not be read, or are not there.
  func bytes(at address: UInt64, _ size: Int) -> [UInt8]? {
    guard address != 0, size > 0, size <= Self.limit else { return size == 0 ? [] : nil }
    let bytes = read(address, size)
    return bytes.count == size ? bytes : nil
  }

  /// What there is of `size` bytes at `address`.
  private func read(_ address: UInt64, _ size: Int) -> [UInt8] {
    switch source {
    case .thread(let thread):
      unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        let read = LentCapabilities.raising([.systemPtrace]) {
          unsafe cipc_read_memory(thread, address, buffer.baseAddress, size)
        }
        count = max(Int(read), 0)
      }
    case .recorded(let bytes, let start):
      address < start
        ? [] : Array(bytes.dropFirst(Int(clamping: address - start)).prefix(size))
    }
  }

  /// No call takes more in one array: a set for select(2) of a million descriptors has so much.
  private static let limit = 1 << 20

  func word(at address: UInt64) -> UInt32? {
    bytes(at: address, 4).flatMap { $0.span.number(at: 0) }
  }
}
