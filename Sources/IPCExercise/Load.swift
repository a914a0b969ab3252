internal import LinuxIPC

/// What is sent to an object, and has to come back.
struct Load {
  private let kind: any Mechanism.Type

  /// Also bytes that end lines and strings, and that are no text.
  private static let bytes = Array(0x00...0x1F as ClosedRange<UInt8>) + Array(0xE0...0xFF)
  private static let count = 3

  init(of kind: any Mechanism.Type) {
    self.kind = kind
  }

  /// The longest message, in bytes.
  static let size = bytes.count

  /// What is given to `send` on standard input.
  var input: [UInt8] { kind.unit.hasBytes ? Self.bytes : [] }

  /// How `verb` is told how much is meant.
  func options(of verb: Verb) -> [String] {
    let options = kind.options(of: verb)
    // Of memory there is more than was sent.
    if kind.unit == .memory, options.contains(.length) { return ["--length", "\(Self.size)"] }
    return kind.unit == .counter && options.contains(.value) ? ["--value", "\(Self.count)"] : []
  }

  /// What `peek` and `recv` print. Who says how much he takes is not told.
  func output(of verb: Verb) -> [UInt8] {
    if kind.unit.hasBytes { return Self.bytes }
    return kind.options(of: verb).contains(.value) ? [] : Array("\(Self.count)\n".utf8)
  }
}
