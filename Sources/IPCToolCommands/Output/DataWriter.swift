internal import Glibc
internal import LinuxIPC
internal import SystemPackage
internal import Tabulate

/// Where `recv` and `peek` write what they got.
struct DataWriter: DataOutput, ~Copyable {
  enum Form: Sendable {
    case raw
    /// Control characters escaped, for a terminal.
    case safe
    case hex
    case json
    case jsonLines
  }

  private let form: Form
  /// After each message; nil for none.
  private let separator: UInt8?
  private var sink: OutputSink
  private var document = JSONDocumentWriter(version: JSONDocument.version)
  private var firstOffset: UInt64
  /// Of a stream: what is gathered of it, in the forms that depend on the whole.
  private var gathered: Message?
  private var progress: Progress?
  /// What the document holds, once it has begun.
  private var content: Content?

  private enum Content {
    case messages, values
  }

  /// How the descriptor is open stays as it is, so it is asked once: this is asked before every message.
  private let isWritable: Bool
  /// Whether somebody reads at the other end, who may go.
  private let hasReader: Bool

  /// - Parameters:
  ///   - offset: Of memory: where it starts, for the hexadecimal form.
  ///   - descriptor: Where to write.
  init(
    form: Form, separator: UInt8?, offset: UInt64 = 0, descriptor: Int32 = STDOUT_FILENO
  ) {
    sink = OutputSink(fileDescriptor: descriptor)
    let flags = fcntl(descriptor, F_GETFL)
    isWritable = flags >= 0 && flags & O_ACCMODE != O_RDONLY
    var status = stat()
    let isKnown = unsafe fstat(descriptor, &status) == 0
    hasReader = !isKnown || [S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT)
    self.form = form
    self.separator = separator
    firstOffset = offset
  }

  /// Runs `body`, which writes, and completes the output.
  ///
  /// When it fails, what it has written so far is completed all the same; when that is nothing,
  /// nothing is written.
  mutating func run(
    _ body: (inout DataWriter) throws(IPCError) -> Coverage
  ) throws(IPCError) -> Coverage {
    do throws(IPCError) {
      let coverage = try body(&self)
      try end(coverage)
      return coverage
    } catch {
      if content != nil, error.kind != .outputClosed {
        var coverage = Coverage()
        coverage.hide("later messages", count: nil, needs: "a call that succeeds")
        try? end(coverage)
      }
      throw error
    }
  }

  private mutating func end(_ coverage: Coverage) throws(IPCError) {
    try carry { writer throws(OutputError) in
      try writer.begin()
      if writer.form == .json {
        if writer.content == .messages { try writer.document.endArray(into: &writer.sink) }
        try writer.document.member(
          JSONDocument.Member.coverage.rawValue, Record<Coverage>.coverage.cell(coverage),
          into: &writer.sink)
        try writer.document.end(into: &writer.sink)
      }
      try writer.sink.flush()
    }
  }

  private mutating func begin() throws(OutputError) {
    guard content == nil else { return }
    content = .messages
    guard form == .json else { return }
    try document.begin(into: &sink)
    try document.beginArray(JSONDocument.Member.messages.rawValue, into: &sink)
  }

  func checkReader() throws(IPCError) {
    guard isWritable else { throw OutputError.failed(.badFileDescriptor).asIPCError }
    guard hasReader else { return }
    var output = pollfd(fd: sink.fileDescriptor, events: 0, revents: 0)
    guard unsafe poll(&output, 1, 0) > 0 else { return }
    if Int32(output.revents) & POLLNVAL != 0 {
      throw OutputError.failed(.badFileDescriptor).asIPCError
    }
    if Int32(output.revents) & (POLLERR | POLLHUP) != 0 { throw OutputError.closed.asIPCError }
  }

  mutating func write(_ message: Message) throws(IPCError) {
    try carry { writer throws(OutputError) in
      try writer.begin()
      switch writer.form {
      case .raw:
        try writer.sink.write(message.bytes)
        if let separator = writer.separator { try writer.sink.write(byte: separator) }
      case .safe:
        let text = SafeText.block(message.bytes)
        try writer.sink.write(text.hasSuffix("\n") ? text : text + "\n")
      case .hex:
        try writer.sink.write(HexDump.render(message.bytes, offset: 0))
      case .json:
        try writer.document.element(Record<Message>.fields(of: message), into: &writer.sink)
      case .jsonLines:
        try JSONLines.write(Record<Message>.fields(of: message), into: &writer.sink)
      }
      try writer.sink.flush()
    }
  }

  mutating func write(values: [UInt64]) throws(IPCError) {
    try carry { writer throws(OutputError) in
      switch writer.form {
      case .raw, .safe, .hex:
        for value in values { try writer.sink.write("\(value)\n") }
      case .json:
        try writer.document.begin(into: &writer.sink)
        try writer.document.member(
          JSONDocument.Member.values.rawValue, Self.cell(values), into: &writer.sink)
        writer.content = .values
      case .jsonLines:
        try JSONLines.write(
          [Field(JSONDocument.Member.values.rawValue, Self.cell(values))], into: &writer.sink)
      }
      try writer.sink.flush()
    }
  }

  mutating func write(taken value: UInt64) throws(IPCError) {
    switch form {
    case .raw, .safe, .hex: break
    case .json, .jsonLines: try write(values: [value])
    }
  }

  private static func cell(_ values: [UInt64]) -> Cell {
    .list(values.map { .count($0) })
  }

  mutating func writeMemory(
    length: UInt64,
    _ produce: ((UnsafeRawBufferPointer) throws(IPCError) -> Void) throws(IPCError) -> Void
  ) throws(IPCError) {
    switch form {
    case .raw:
      var progress = Progress(total: length)
      try unsafe produce { (piece) throws(IPCError) in
        try carry { writer throws(OutputError) in
          try writer.sink.write(unsafe piece.bindMemory(to: UInt8.self).span)
        }
        progress.advance(by: piece.count)
      }
      progress.end()
      try flush()
    case .safe, .hex, .json, .jsonLines:
      // These forms depend on the whole: whether it is text, where the last line ends.
      guard length <= Self.wholeLimit else {
        throw IPCError(
          .tooLarge, subject: "standard output",
          reason: "\(length) bytes are too many for this form of output (at most"
            + " \(Self.wholeLimit))", hint: "use --length, or --raw")
      }
      var bytes: [UInt8] = []
      bytes.reserveCapacity(Int(length))
      try unsafe produce { (piece) throws(IPCError) in
        unsafe bytes.append(contentsOf: piece)
      }
      if form == .hex {
        try carry { writer throws(OutputError) in
          try writer.sink.write(HexDump.render(bytes, offset: writer.firstOffset))
        }
      } else {
        try write(Message(bytes: bytes))
      }
    }
  }

  mutating func beginStream(from sender: [UInt8]?) {
    switch form {
    case .raw: progress = Progress(total: nil)
    case .safe, .hex, .json, .jsonLines:
      var message = Message(bytes: [])
      message.sender = sender
      gathered = message
    }
  }

  mutating func write(
    stream piece: UnsafeRawBufferPointer, _ source: String
  ) throws(IPCError) {
    if gathered != nil {
      unsafe gathered?.bytes.append(contentsOf: piece)
      guard UInt64(gathered?.bytes.count ?? 0) <= Self.wholeLimit else {
        throw IPCError(
          .tooLarge, subject: source,
          reason: "more than \(Self.wholeLimit) bytes are too many for this form of output",
          hint: "use --raw")
      }
      return
    }
    do throws(IPCError) {
      try carry { writer throws(OutputError) in
        try writer.begin()
        try writer.sink.write(unsafe piece.bindMemory(to: UInt8.self).span)
        try writer.sink.flush()
      }
    } catch {
      throw IPCError(
        .system, subject: source, operation: error.operation, errno: error.errno,
        reason:
          "\(Counted.words(piece.count, "byte")) received and lost, as \(error.subject) could not be"
          + " written: \(error.reason)")
    }
    progress?.advance(by: piece.count)
  }

  mutating func endStream() throws(IPCError) {
    progress?.end()
    progress = nil
    guard let message = gathered else { return }
    gathered = nil
    try write(message)
  }

  mutating func directDescriptor() throws(IPCError) -> Int32? {
    guard form == .raw else { return nil }
    try carry { writer throws(OutputError) in
      try writer.begin()
      try writer.sink.flush()
    }
    return sink.fileDescriptor
  }

  mutating func noteMoved(_ count: Int) {
    progress?.advance(by: count)
  }

  func error(_ errno: Errno) -> IPCError {
    (errno == .brokenPipe ? OutputError.closed : OutputError.failed(errno)).asIPCError
  }

  /// In bytes.
  private static let wholeLimit: UInt64 = 256 * 1024 * 1024

  private mutating func flush() throws(IPCError) {
    try carry { writer throws(OutputError) in try writer.sink.flush() }
  }

  private mutating func carry(
    _ body: (inout DataWriter) throws(OutputError) -> Void
  ) throws(IPCError) {
    do throws(OutputError) {
      try body(&self)
    } catch {
      throw error.asIPCError
    }
  }
}
