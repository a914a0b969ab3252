@testable import Tabulate

extension FuzzTarget {
  /// What becomes of foreign bytes on a terminal and in documents.
  static let output = [
    FuzzTarget("safe-text") { input in
      let line = SafeText.line(input)
      requireSafe(line, "a line")
      require(unescaped(line) == input, "bytes that cannot be had back")
      var buffer: [UInt8] = []
      require(SafeText.appendLine(input, to: &buffer) <= buffer.count * 2, "too many columns")
      requireSafe(SafeText.block(input), "a block", except: ["\n", "\t"])
      requireSafe(HexDump.render(input, offset: .max), "a dump", except: ["\n"])
      for width in [nil, 0, 20] {
        requireSafe(WrappedText.paragraph(input, width: width), "a paragraph", except: ["\n"])
      }
    },
    FuzzTarget("json") { input in
      var text: [UInt8] = []
      JSONEncoding.append(.text(input), to: &text)
      requireSafe(String(decoding: text, as: UTF8.self), "a document")
      require(JSONText(text).value == input, "bytes that JSON does not give back")
      let string = String(decoding: input, as: UTF8.self)
      text = []
      JSONEncoding.append(string: string, to: &text)
      require(JSONText(text).value == Array(string.utf8), "a string that JSON does not give back")
    },
    FuzzTarget("table") { bytes in
      var input = FuzzInput(bytes)
      let width = input.byte()
      let traits = input.byte()
      let style = TableStyle(
        exactBytes: traits & 1 != 0, color: false, width: width == 0 ? nil : Int(width),
        mayHide: traits & 4 != 0, mayCut: traits & 8 != 0)
      let headings = [
        Heading(name: "a", title: "A", help: "", shape: .text, isWhole: traits & 16 != 0),
        Heading(name: "b", title: "B", help: "", shape: .list(.text), alignment: .right),
        Heading(name: "c", title: "C", help: "", shape: .process, dispensability: 1),
      ]
      var table = TableRenderer(headings: headings, style: style)
      var rows = 0
      while !input.isAtEnd, rows < 16 {
        table.add([
          .text(input.piece()), .list([.text(input.piece()), .text(input.piece())]),
          .process(input.number(), note: traits & 2 == 0 ? nil : input.piece()),
        ])
        rows += 1
      }
      let text = table.laidOut()
      let lines = text.header + (0..<text.blockCount).flatMap { text.block($0) }
      requireSafe(String(decoding: lines, as: UTF8.self), "a table", except: ["\n"])
      require(
        String(validating: lines, as: UTF8.self) != nil, "a table that is not UTF-8")
      require(lines.count { $0 == 0x0A } >= rows + 1, "a row that is missing")
    },
  ]

  private static func requireSafe(
    _ text: String, _ what: String, except allowed: Set<Unicode.Scalar> = []
  ) {
    for scalar in text.unicodeScalars where !allowed.contains(scalar) {
      require(!acts(scalar), "\(what) with U+\(String(scalar.value, radix: 16))")
    }
  }

  /// Whether a terminal would act on it: by Unicode's own words and no code of ours.
  private static func acts(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
      0xFFF9...0xFFFB, 0xE0000...0xE007F:
      true
    default: scalar.properties.isBidiControl
    }
  }

  /// Undoes `SafeText.line`.
  private static func unescaped(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\" else {
        bytes += Array(String(scalar).utf8)
        continue
      }
      switch rest.popFirst() {
      case "n": bytes.append(0x0A)
      case "t": bytes.append(0x09)
      case "r": bytes.append(0x0D)
      case "\\": bytes.append(0x5C)
      case "x":
        let digits = String(String.UnicodeScalarView(rest.prefix(2)))
        guard let byte = UInt8(digits, radix: 16) else { return nil }
        bytes.append(byte)
        rest = rest.dropFirst(2)
      case "u":
        let digits = rest.dropFirst().prefix { $0 != "}" }
        guard let value = UInt32(String(String.UnicodeScalarView(digits)), radix: 16),
          let scalar = Unicode.Scalar(value)
        else { return nil }
        bytes += Array(String(scalar).utf8)
        rest = rest.dropFirst(digits.count + 2)
      default: return nil
      }
    }
    return bytes
  }
}
