extension Unicode.Scalar {
  /// Whether a terminal would act on this scalar, or show nothing, instead of showing a sign.
  ///
  /// Controls, line and paragraph separators, bidi and other format characters, and whatever
  /// Unicode lets a font leave out: with these two names can look alike, or one like another.
  var isHidden: Bool {
    if value < 0x7F { return value < 0x20 }
    if value < 0xA0 { return true }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: return properties.isDefaultIgnorableCodePoint
    }
  }

  /// How many columns of a terminal this scalar takes.
  ///
  /// Not `wcwidth`: in the C locale that knows ASCII only.
  var columns: Int {
    if value < 0x300 { return 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    switch value {
    // Vowels and finals of Hangul join the syllable before them.
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: return 0
    // Flags are pairs of these: two columns for the pair.
    case 0x1F1E6...0x1F1FF: return 1
    // Unicode's East Asian Width W and F, without the emoji.
    case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF,
      0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
      0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF,
      0x1F200...0x1F265, 0x20000...0x2FFFD, 0x30000...0x3FFFD:
      return 2
    default: return properties.isEmojiPresentation ? 2 : 1
    }
  }

  /// The scalar at an offset of bytes that may be anything.
  ///
  /// - Returns: The scalar, or `nil` for bytes that are not UTF-8; and how many bytes it takes.
  static func decode(_ bytes: [UInt8], at offset: Int) -> (scalar: Unicode.Scalar?, length: Int) {
    // Most of any name is ASCII, and the parser is slow to start.
    if offset < bytes.count, bytes[offset] < 0x80 { return (Unicode.Scalar(bytes[offset]), 1) }
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes[offset...].makeIterator()
    switch parser.parseScalar(from: &rest) {
    case .valid(let encoded): return (Unicode.UTF8.decode(encoded), encoded.count)
    case .error(let length): return (nil, length)
    case .emptyInput: return (nil, 0)
    }
  }
}
