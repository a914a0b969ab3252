import Testing

@testable import LinuxIPC

/// Bytes through a parser that knows only text.
struct RawArgumentTests {
  private static var samples: [[UInt8]] {
    var samples: [[UInt8]] = [[], Array(1...255), Array("é漢🦊".utf8), Array("a\u{301}".utf8)]
    let others: [UInt8] = [
      0x01, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0xA0, 0xBC, 0xBF, 0xC3, 0xE2, 0xF4, 0xFF,
    ]
    for first in UInt8(1)...255 {
      samples.append([first])
      for second in others {
        samples.append([first, second])
        samples.append([0x41, first, second, 0x42])
        samples.append([first, second, 0x80, 0x80])
        samples.append([first, second, 0xBC, 0x80])
        samples.append([first, second, 0xBF, 0xBF])
      }
    }
    return samples
  }

  @Test func losesNothing() {
    for bytes in Self.samples {
      let text = RawArgument.encode(bytes)
      #expect(RawArgument.decode(text) == bytes, "\(bytes)")
    }
  }

  @Test func leavesTextAlone() {
    for text in ["", "msg:0", "é漢🦊", "\u{10FEFF}", "--type=3", "a\u{301}"] {
      #expect(RawArgument.encode(Array(text.utf8)) == text)
    }
  }

  /// Different bytes are never the same text, also where the text holds what stands for bytes.
  @Test func isUnambiguous() {
    var seen: [[Unicode.Scalar]: [UInt8]] = [:]
    for bytes in Self.samples {
      let scalars = Array(RawArgument.encode(bytes).unicodeScalars)
      #expect(seen[scalars, default: bytes] == bytes)
      seen[scalars] = bytes
    }
    #expect(RawArgument.encode([0xFF]) != RawArgument.encode(Array("\u{10FFFF}".utf8)))
  }
}
