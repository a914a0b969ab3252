internal import Glibc
internal import LinuxIPC
internal import SystemPackage

/// What a `send` sends: an argument, a file or standard input, as one message or cut into many.
struct Payload: DataInput, ~Copyable {
  /// How input becomes messages.
  enum Framing: Sendable {
    /// All of it is one message, sent this many times.
    case whole(times: UInt64)
    /// Each piece up to this byte is one; the byte itself belongs to none.
    case separated(by: UInt8)
  }

  private enum Source: ~Copyable {
    case bytes
    case descriptor(Descriptor)
    case standardInput
  }

  private let source: Source
  /// In errors.
  private let subject: String
  private let framing: Framing
  /// Bytes that were read and not yet given out, from `consumed` on.
  private var buffer: [UInt8]
  private var consumed = 0
  private var isAtEnd: Bool
  private var sent: UInt64 = 0
  private var progress: Progress?

  /// The bytes of an argument, as they are.
  init(bytes: [UInt8], framing: Framing) {
    source = .bytes
    subject = "DATA"
    buffer = bytes
    isAtEnd = true
    self.framing = framing
  }

  /// The contents of the file at `path`.
  init(path: [UInt8], framing: Framing) throws(IPCError) {
    let subject = RawArgument.encode(path)
    self.subject = subject
    source = .descriptor(
      try GeneralFailures.attempt("open", subject) { () throws(Errno) in
        try Descriptor(opening: path)
      })
    buffer = []
    isAtEnd = false
    self.framing = framing
  }

  init(standardInput framing: Framing) {
    source = .standardInput
    subject = "standard input"
    buffer = []
    isAtEnd = false
    self.framing = framing
  }

  var knownLength: UInt64? {
    let rest = UInt64(buffer.count - consumed)
    if isAtEnd { return rest }
    guard let left = bytesLeftInFile() else { return nil }
    return rest + left
  }

  mutating func read(into target: UnsafeMutableRawBufferPointer) throws(IPCError) -> Int {
    if consumed < buffer.count {
      let count = min(target.count, buffer.count - consumed)
      unsafe target.copyBytes(from: buffer[consumed..<consumed + count])
      consumed += count
      return count
    }
    if isAtEnd { return 0 }
    if progress == nil { progress = Progress(total: knownLength) }
    let count = try unsafe readSource(into: target)
    progress?.advance(by: count)
    if count == 0 { progress?.end() }
    return count
  }

  var directDescriptor: Int32? {
    isAtEnd || consumed < buffer.count ? nil : number
  }

  mutating func noteMoved(_ count: Int) {
    if progress == nil { progress = Progress(total: knownLength) }
    progress?.advance(by: count)
  }

  mutating func nextMessage(limit: UInt64) throws(IPCError) -> [UInt8]? {
    switch framing {
    case .whole(let times):
      guard sent < times else { return nil }
      while !isAtEnd, UInt64(buffer.count) <= limit { try fill() }
      sent += 1
      return buffer
    case .separated(let separator):
      return try nextPiece(upTo: separator, limit: limit)
    }
  }

  private mutating func nextPiece(
    upTo separator: UInt8, limit: UInt64
  ) throws(IPCError) -> [UInt8]? {
    var searched = consumed
    while true {
      if let end = buffer[searched...].firstIndex(of: separator) {
        defer { consumed = end + 1 }
        return Array(buffer[consumed..<end])
      }
      searched = buffer.count
      if UInt64(buffer.count - consumed) > limit {
        defer { consumed = buffer.count }
        return Array(buffer[consumed...])
      }
      if isAtEnd {
        // A last piece needs no separator after it.
        guard consumed < buffer.count else { return nil }
        defer { consumed = buffer.count }
        return Array(buffer[consumed...])
      }
      if consumed > 0 {
        buffer.removeFirst(consumed)
        searched -= consumed
        consumed = 0
      }
      try fill()
    }
  }

  /// Reads once more behind what is buffered.
  private mutating func fill() throws(IPCError) {
    var piece = [UInt8](repeating: 0, count: 65536)
    let count = try unsafe piece.withUnsafeMutableBytesCarrying { (bytes) throws(IPCError) in
      try unsafe readSource(into: bytes)
    }
    buffer.append(contentsOf: piece[..<count])
    if count == 0 { isAtEnd = true }
  }

  private func readSource(into target: UnsafeMutableRawBufferPointer) throws(IPCError) -> Int {
    while true {
      let count = unsafe Glibc.read(number, target.baseAddress, target.count)
      let errno = Errno(rawValue: Glibc.errno)
      if count >= 0 { return count }
      switch errno {
      case .interrupted:
        if Waiting.terminationSignal != nil { throw stopped }
      case .resourceTemporarilyUnavailable:
        // Somebody made it non-blocking: standard input is shared with who started us.
        var input = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        _ = unsafe poll(&input, 1, -1)
        if Waiting.terminationSignal != nil { throw stopped }
      default:
        throw GeneralFailures.error("read", errno, subject)
      }
    }
  }

  private var stopped: IPCError {
    IPCError(
      .interrupted, subject: subject, operation: "read", errno: .interrupted,
      reason: "a signal asked to stop")
  }

  private var number: Int32 {
    switch source {
    case .bytes: -1
    case .descriptor(let descriptor): descriptor.rawValue
    case .standardInput: STDIN_FILENO
    }
  }

  /// What a regular file still has to give; nil for anything else.
  private func bytesLeftInFile() -> UInt64? {
    var status = stat()
    guard unsafe fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let position = max(lseek(number, 0, SEEK_CUR), 0)
    return UInt64(max(status.st_size - position, 0))
  }
}
