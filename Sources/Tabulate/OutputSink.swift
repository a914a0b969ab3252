internal import Glibc
internal import SystemPackage

/// Where output goes: one buffer before one descriptor.
///
/// The process must ignore `SIGPIPE`, or the kernel ends it before `OutputError.closed` can be
/// thrown. Call `flush()` at the end: what is left when the sink goes away is still written, but
/// then a failure cannot be told to anybody.
package struct OutputSink: ~Copyable {
  package let fileDescriptor: Int32
  private let capacity: Int
  private let isAskedToStop: @Sendable () -> Bool
  private var buffer: [UInt8] = []

  /// Writes to a descriptor that the caller keeps open, and closes afterwards.
  ///
  /// - Parameters:
  ///   - fileDescriptor: The descriptor; blocking or not.
  ///   - capacity: How many bytes are gathered before they are written.
  ///   - isAskedToStop: Whether a signal that interrupts a write is to end it, with `interrupted`.
  package init(
    fileDescriptor: Int32, capacity: Int = 65536,
    unless isAskedToStop: @escaping @Sendable () -> Bool = { false }
  ) {
    self.fileDescriptor = fileDescriptor
    self.isAskedToStop = isAskedToStop
    self.capacity = max(capacity, 1)
    buffer.reserveCapacity(self.capacity)
  }

  deinit {
    // A copy, for a span may not outlive what is being taken apart (Swift 6.3.1).
    let rest = buffer
    try? Self.writeAll(rest.span, to: fileDescriptor, unless: isAskedToStop)
  }

  /// Writes bytes.
  package mutating func write(_ bytes: [UInt8]) throws(OutputError) {
    try write(bytes.span)
  }

  /// Writes a string as UTF-8.
  package mutating func write(_ string: String) throws(OutputError) {
    try write(string.utf8.span)
  }

  /// Writes one byte.
  package mutating func write(byte: UInt8) throws(OutputError) {
    if buffer.count >= capacity { try flush() }
    buffer.append(byte)
  }

  /// Writes bytes.
  package mutating func write(_ bytes: borrowing Span<UInt8>) throws(OutputError) {
    if bytes.count > capacity - buffer.count { try flush() }
    if bytes.count >= capacity {
      try Self.writeAll(bytes, to: fileDescriptor, unless: isAskedToStop)
    } else {
      unsafe bytes.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
    }
  }

  /// Writes what was gathered. After a failure that is dropped, not tried again.
  package mutating func flush() throws(OutputError) {
    defer { buffer.removeAll(keepingCapacity: true) }
    try Self.writeAll(buffer.span, to: fileDescriptor, unless: isAskedToStop)
  }

  /// Writes all of the bytes, however few the kernel takes at a time.
  private static func writeAll(
    _ bytes: borrowing Span<UInt8>, to fileDescriptor: Int32,
    unless isAskedToStop: () -> Bool
  ) throws(OutputError) {
    var written = 0
    while written < bytes.count {
      let result = unsafe bytes.extracting(written...).withUnsafeBufferPointer { rest in
        let count = unsafe Glibc::write(fileDescriptor, rest.baseAddress, rest.count)
        return (count: count, error: Errno(rawValue: errno))
      }
      if result.count > 0 {
        written += result.count
        continue
      }
      switch result.error {
      // No file takes nothing of something without an error; do not spin if one ever does.
      case _ where result.count == 0: throw .failed(.ioError)
      case .interrupted: if isAskedToStop() { throw .interrupted }
      case .brokenPipe: throw .closed
      case .wouldBlock:
        if isAskedToStop() { throw .interrupted }
        try waitForRoom(fileDescriptor)
      case let error: throw .failed(error)
      }
    }
  }

  /// Waits until a descriptor takes bytes again.
  ///
  /// Standard output may be non-blocking because another process that shares it made it so.
  private static func waitForRoom(_ fileDescriptor: Int32) throws(OutputError) {
    var request = pollfd(fd: fileDescriptor, events: Int16(POLLOUT), revents: 0)
    let count = unsafe poll(&request, 1, -1)
    let error = Errno(rawValue: errno)
    if count < 0, error != .interrupted { throw .failed(error) }
  }
}
