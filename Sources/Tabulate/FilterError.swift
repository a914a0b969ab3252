/// An expression that is none, and where.
package struct FilterError: Error, Equatable {
  package enum Cause: Sendable, Equatable {
    /// No column has this name: who knows more columns may say more.
    case unknownColumn(String)
    /// In words, with bytes of the expression in them.
    case words([UInt8])
  }

  package let cause: Cause
  private let text: [UInt8]
  /// In bytes.
  private let offset: Int

  init(_ cause: Cause, in text: [UInt8], at offset: Int) {
    self.cause = cause
    self.text = text
    self.offset = offset
  }

  /// Where it is in the expression, in characters from 1.
  package var position: Int { Self.offsets(text[..<offset]).count + 1 }

  /// The expression with the place marked; of a long one, what is near.
  package var excerpt: [UInt8] {
    let ellipsis = Array("…".utf8)
    let before = Self.offsets(text[..<offset])
    let start = before.count > Self.shownBefore ? before[before.count - Self.shownBefore] : 0
    let head = (start > 0 ? ellipsis : []) + text[start..<offset]
    return head + Array("[here]".utf8) + Self.clipped(text[offset...])
  }

  private static let shownBefore = 40
  private static let shownAfter = 30

  /// Not more of it than a line of a terminal has room for.
  static func clipped(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let offsets = offsets(bytes)
    guard offsets.count > shownAfter else { return Array(bytes) }
    return bytes[..<offsets[shownAfter]] + Array("…".utf8)
  }

  /// Where each character begins.
  private static func offsets(_ bytes: ArraySlice<UInt8>) -> [Int] {
    let whole = Array(bytes)
    var offsets: [Int] = []
    var offset = 0
    while offset < whole.count {
      offsets.append(bytes.startIndex + offset)
      offset += Unicode.Scalar.decode(whole, at: offset).length
    }
    return offsets
  }
}
