import LinuxIPC

/// Gives messages one by one, or bytes.
struct Outbox: DataInput {
  private var messages: [[UInt8]]
  /// Whether it tells how many bytes there are, as a file does and a pipe does not.
  private let tellsLength: Bool

  init(_ messages: [[UInt8]], tellsLength: Bool = true) {
    self.messages = messages
    self.tellsLength = tellsLength
  }

  init(_ text: String) {
    self.init([Array(text.utf8)])
  }

  mutating func nextMessage(limit: UInt64) throws(IPCError) -> [UInt8]? {
    messages.isEmpty ? nil : messages.removeFirst()
  }

  var knownLength: UInt64? {
    tellsLength ? messages.reduce(0) { $0 + UInt64($1.count) } : nil
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(IPCError) -> Int {
    while let first = messages.first {
      let count = min(first.count, buffer.count)
      unsafe buffer.copyBytes(from: first[..<count])
      if count == first.count {
        messages.removeFirst()
      } else {
        messages[0].removeFirst(count)
      }
      if count > 0 { return count }
    }
    return 0
  }
}
