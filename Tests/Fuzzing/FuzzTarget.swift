/// A parser of bytes that we did not write, and what has to be true whatever these are.
struct FuzzTarget: Sendable {
  /// Also that of its corpus, `corpora/NAME`.
  let name: String
  /// Parses an input. Ends the process where something is not as it has to be.
  let run: @Sendable (_ input: [UInt8]) -> Void

  init(_ name: String, _ run: @escaping @Sendable (_ input: [UInt8]) -> Void) {
    self.name = name
    self.run = run
  }

  static let all =
    processes + files + sockets + memory + kernelTables + addresses + expressions + output
}

/// What a target says of its parser.
func require(
  _ isTrue: Bool, _ words: @autoclosure () -> String, file: StaticString = #file,
  line: UInt = #line
) {
  if !isTrue { fatalError(words(), file: file, line: line) }
}

/// Takes an input apart where several things are wanted of it.
struct FuzzInput {
  private let bytes: [UInt8]
  private var offset = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The next byte; 0 behind the end.
  mutating func byte() -> UInt8 {
    guard offset < bytes.count else { return 0 }
    offset += 1
    return bytes[offset - 1]
  }

  mutating func number<Value: FixedWidthInteger>(as type: Value.Type = Value.self) -> Value {
    (0..<Value.bitWidth / 8).reduce(0) { value, place in
      value | Value(truncatingIfNeeded: byte()) << Value(truncatingIfNeeded: 8 * place)
    }
  }

  /// As many bytes as the next one says, or as there are.
  mutating func piece() -> [UInt8] {
    let count = Int(byte())
    let piece = bytes[offset...].prefix(count)
    offset += piece.count
    return Array(piece)
  }

  var rest: [UInt8] { Array(bytes[offset...]) }
  var isAtEnd: Bool { offset == bytes.count }
}
