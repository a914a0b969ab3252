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
  private let failures: any FailureTable.Type

  /// - Parameter failures: What it means when a file cannot be read or written.
  init(
    size: UInt64, subject: String, storage: consuming Storage,
    failures: any FailureTable.Type = GeneralFailures.self
  ) {
    self.size = size
    self.subject = subject
    self.storage = storage
    self.failures = failures
  }

  /// Fills `buffer` with the bytes at `offset`, which lie within the region.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(IPCError) {
    switch storage {
    case .file(let descriptor):
      let count: Int
      do throws(Errno) {
        count = try unsafe Self.read(descriptor, buffer, offset)
      } catch {
        throw failures.error("pread", error, subject)
      }
      guard count == buffer.count else {
        throw IPCError(
          .gone, subject: subject, operation: "pread",
          reason: "it shrank to \(Counted.words(offset + UInt64(count), "byte")) while it was read")
      }
    case .attached(let base):
      try unsafe Self.copy(
        to: buffer.baseAddress, from: base + Int(offset), buffer.count, "read", subject)
    }
  }

  /// Huge pages that were not reserved may be missing when they are touched: that is an error, not the
  /// end of the process.
  private static func copy(
    to target: UnsafeMutableRawPointer?, from source: UnsafeRawPointer?, _ count: Int,
    _ operation: String, _ subject: String
  ) throws(IPCError) {
    guard count > 0, let target = unsafe target, let source = unsafe source else { return }
    guard unsafe cipc_copy(target, source, count) == 0 else {
      throw IPCError(
        .system, subject: subject, operation: operation, errno: Errno(rawValue: Glibc.errno),
        reason: "a page of it cannot be had (no free huge page, or no memory)")
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
      // Somebody may have cut it since: a write behind its end would make it grow again.
      if let now = try? descriptor.status().size, now < offset + UInt64(bytes.count) {
        throw IPCError(
          .gone, subject: subject, operation: "pwrite",
          reason: "it shrank to \(Counted.words(now, "byte")) while it was written")
      }
      do throws(Errno) {
        try unsafe descriptor.write(bytes, at: offset)
      } catch {
        throw failures.error("pwrite", error, subject)
      }
    case .attached(let base):
      try unsafe Self.copy(
        to: base + Int(offset), from: bytes.baseAddress, bytes.count, "write", subject)
    }
  }

  /// The error for a write that ended early: a signal, its input or the object failed.
  func cutShort(_ cause: IPCError, _ written: UInt64, at offset: UInt64) -> IPCError {
    IPCError(
      .system, subject: subject, operation: cause.operation, errno: cause.errno,
      reason: "\(cause.reason); \(Counted.were(written, "byte")) written at offset \(offset) before"
    )
  }

  /// The error for a range that lies outside.
  func tooLarge(_ reason: String) -> IPCError {
    IPCError(.tooLarge, subject: subject, reason: reason)
  }
}
