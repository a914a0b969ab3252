internal import CLinuxIPC
internal import Glibc

/// Command line arguments as bytes, through a parser that knows only text.
///
/// An argument may hold any byte but NUL, while Swift's strings are always valid Unicode and replace
/// what is not. Each byte that is not part of valid UTF-8 is carried as one scalar of
/// U+10FF00…U+10FFFF; text that really contains one of those has its bytes carried the same way, so
/// that nothing is ambiguous.
package enum RawArgument {
  private static let base: UInt32 = 0x10FF00

  /// The arguments of this process without the program's name.
  package static var all: [String] {
    var result: [String] = []
    for index in 1..<max(cipc_argument_count(), 1) {
      guard let pointer = unsafe cipc_argument(index) else { break }
      let length = unsafe strlen(pointer)
      let bytes = unsafe UnsafeRawBufferPointer(start: pointer, count: length)
      result.append(encode(unsafe Array(bytes)))
    }
    return result
  }

  package static func encode(_ bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self),
      !text.unicodeScalars.contains(where: isCarrier)
    {
      return text
    }
    var result = String.UnicodeScalarView()
    var decoder = UTF8Pieces(bytes)
    while let piece = decoder.next() {
      if let scalar = piece.scalar, !isCarrier(scalar) {
        result.append(scalar)
      } else {
        for byte in bytes[piece.range] {
          if let carrier = Unicode.Scalar(base + UInt32(byte)) { result.append(carrier) }
        }
      }
    }
    return String(result)
  }

  package static func decode(_ text: String) -> [UInt8] {
    var result: [UInt8] = []
    for scalar in text.unicodeScalars {
      if isCarrier(scalar) {
        result.append(UInt8(scalar.value - base))
      } else {
        result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
    return result
  }

  /// A copy as a C string, which the caller frees; nil without memory.
  package static func cString(_ text: String) -> UnsafeMutablePointer<CChar>? {
    unsafe strdup(decode(text).map { CChar(truncatingIfNeeded: $0) } + [0])
  }

  private static func isCarrier(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= base
  }

  /// Cuts bytes into scalars, and into single bytes where there is none.
  private struct UTF8Pieces {
    let bytes: [UInt8]
    var offset = 0

    init(_ bytes: [UInt8]) {
      self.bytes = bytes
    }

    mutating func next() -> (scalar: Unicode.Scalar?, range: Range<Int>)? {
      guard offset < bytes.count else { return nil }
      let start = offset
      for length in 1...4 where start + length <= bytes.count {
        let candidate = String(validating: bytes[start..<start + length], as: UTF8.self)
        if let candidate, let scalar = candidate.unicodeScalars.first {
          offset = start + length
          return (scalar, start..<offset)
        }
      }
      offset = start + 1
      return (nil, start..<offset)
    }
  }
}
