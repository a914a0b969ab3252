internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

/// The memory of an object, open for as long as this value lives.
package struct MemoryRegion: ~Copyable {
  /// How the bytes are reached.
  @safe enum Storage: ~Copyable {
    /// Through a file: reads allocate nothing in holes (KERNEL-NOTES section 8.3).
    case file(Descriptor)
    /// Attached to our address space.
    case attached(UnsafeMutableRawPointer)
  }

  /// In bytes.
  package let size: UInt64
  /// The address of the object.
  package let subject: String
  private let storage: Storage

  init(size: UInt64, subject: String, storage: consuming Storage) {
    self.size = size
    self.subject = subject
    self.storage = storage
  }

  /// Fills `buffer` with the bytes at `offset`, which lie within the region.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(IPCError) {
    switch storage {
    case .file(let descriptor):
      let count: Int
      do throws(Errno) {
        count = try unsafe Self.read(descriptor, buffer, offset)
      } catch {
        throw GeneralFailures.error("pread", error, subject)
      }
      guard count == buffer.count else {
        throw IPCError(
          .gone, subject: subject, operation: "pread",
          reason: "it shrank to \(offset + UInt64(count)) bytes while it was read")
      }
    case .attached(let base):
      unsafe buffer.copyMemory(
        from: UnsafeRawBufferPointer(start: base + Int(offset), count: buffer.count))
    }
  }

  /// Fills `buffer`; returns how much of it there was.
  private static func read(
    _ descriptor: borrowing Descriptor, _ buffer: UnsafeMutableRawBufferPointer, _ offset: UInt64
  ) throws(Errno) -> Int {
    var filled = 0
    while filled < buffer.count {
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count = try unsafe descriptor.read(into: rest, at: offset + UInt64(filled))
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// Writes `bytes` at `offset`; they lie within the region.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(IPCError) {
    switch storage {
    case .file(let descriptor):
      do throws(Errno) {
        try unsafe descriptor.write(bytes, at: offset)
      } catch {
        throw GeneralFailures.error("pwrite", error, subject)
      }
    case .attached(let base):
      unsafe UnsafeMutableRawBufferPointer(start: base + Int(offset), count: bytes.count)
        .copyMemory(from: bytes)
    }
  }

  /// The error for a write that its input ended early, a signal or a failed read.
  func cutShort(_ cause: IPCError, _ written: UInt64, at offset: UInt64) -> IPCError {
    IPCError(
      .system, subject: subject, operation: cause.operation, errno: cause.errno,
      reason: "\(cause.reason); \(written) bytes were written at offset \(offset) before")
  }

  /// The error for a range that lies outside.
  func tooLarge(_ reason: String) -> IPCError {
    IPCError(.tooLarge, subject: subject, reason: reason)
  }
}
