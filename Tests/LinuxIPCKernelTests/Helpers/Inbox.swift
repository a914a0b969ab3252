import LinuxIPC
import SystemPackage

/// Most of those here take no streams.
extension DataOutput {
  mutating func beginStream(from sender: [UInt8]?) {}
  mutating func write(stream piece: UnsafeRawBufferPointer, _ source: String) throws(IPCError) {}
  mutating func endStream() throws(IPCError) {}
  mutating func directDescriptor() throws(IPCError) -> Int32? { nil }
  mutating func noteMoved(_ count: Int) {}

  func error(_ errno: Errno) -> IPCError {
    IPCError(.system, subject: "standard output", errno: errno, reason: "failed")
  }
}

/// Keeps what is received.
struct Inbox: DataOutput {
  private(set) var messages: [Message] = []
  private(set) var memory: [UInt8] = []
  /// As announced, of each range of memory.
  private(set) var lengths: [UInt64] = []
  /// Of counters.
  private(set) var values: [UInt64] = []
  private(set) var taken: [UInt64] = []

  func checkReader() throws(IPCError) {}

  mutating func write(_ message: Message) throws(IPCError) {
    messages.append(message)
  }

  mutating func write(values: [UInt64]) throws(IPCError) {
    self.values += values
  }

  mutating func write(taken value: UInt64) throws(IPCError) {
    taken.append(value)
  }

  mutating func writeMemory(
    length: UInt64,
    _ produce: ((UnsafeRawBufferPointer) throws(IPCError) -> Void) throws(IPCError) -> Void
  ) throws(IPCError) {
    lengths.append(length)
    var bytes: [UInt8] = []
    try unsafe produce { (piece) throws(IPCError) in unsafe bytes.append(contentsOf: piece) }
    memory += bytes
  }
}

/// Has no reader any more.
struct ClosedInbox: DataOutput {
  private let error = IPCError(.outputClosed, subject: "standard output", reason: "closed")

  func checkReader() throws(IPCError) { throw error }

  mutating func write(_ message: Message) throws(IPCError) { throw error }

  mutating func write(values: [UInt64]) throws(IPCError) { throw error }

  mutating func write(taken value: UInt64) throws(IPCError) { throw error }

  mutating func writeMemory(
    length: UInt64,
    _ produce: ((UnsafeRawBufferPointer) throws(IPCError) -> Void) throws(IPCError) -> Void
  ) throws(IPCError) { throw error }
}

/// Counts memory and keeps none of it.
struct Gauge: DataOutput {
  private(set) var count: UInt64 = 0
  private(set) var nonzero: UInt64 = 0

  func checkReader() throws(IPCError) {}

  mutating func write(_ message: Message) throws(IPCError) {}

  mutating func write(values: [UInt64]) throws(IPCError) {}

  mutating func write(taken value: UInt64) throws(IPCError) {}

  mutating func writeMemory(
    length: UInt64,
    _ produce: ((UnsafeRawBufferPointer) throws(IPCError) -> Void) throws(IPCError) -> Void
  ) throws(IPCError) {
    var (count, nonzero): (UInt64, UInt64) = (0, 0)
    try unsafe produce { (piece) throws(IPCError) in
      count += UInt64(piece.count)
      nonzero += unsafe UInt64(piece.count(where: { $0 != 0 }))
    }
    self.count += count
    self.nonzero += nonzero
  }
}
