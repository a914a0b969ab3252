internal import Glibc

/// An extended regular expression, regex(7), over bytes: the C locale is never left.
@safe final class FilterPattern: @unchecked Sendable {
  /// Why a pattern is none.
  struct Refusal: Error {
    let reason: String
  }

  /// The C library's compiler recurses over nesting, and a repetition is a copy of what it repeats:
  /// without bounds a pattern takes the stack, or all memory.
  private static let maximumLength = 1000
  private static let maximumCopies = 1000

  /// Never changed once it is made: regexec(3) may be called from several threads.
  private let compiled: UnsafeMutablePointer<regex_t>

  /// The corresponding C functions are `regcomp` and `regerror`.
  init(_ pattern: [UInt8]) throws(Refusal) {
    guard pattern.count <= Self.maximumLength, Self.copies(in: pattern) <= Self.maximumCopies else {
      throw Refusal(reason: "it is too large")
    }
    let memory = UnsafeMutablePointer<regex_t>.allocate(capacity: 1)
    unsafe memory.initialize(to: regex_t())
    let text = pattern.map { CChar(truncatingIfNeeded: $0) } + [0]
    let code = unsafe regcomp(memory, text, REG_EXTENDED | REG_NOSUB)
    guard code == 0 else {
      var words = [CChar](repeating: 0, count: 128)
      _ = unsafe regerror(code, memory, &words, words.count)
      unsafe memory.deallocate()
      let reason = words.prefix { $0 != 0 }.map { UInt8(truncatingIfNeeded: $0) }
      throw Refusal(reason: String(decoding: reason, as: UTF8.self))
    }
    unsafe compiled = memory
  }

  deinit {
    unsafe regfree(compiled)
    unsafe compiled.deallocate()
  }

  /// Whether a part of `text` matches.
  ///
  /// The corresponding C function is `regexec`.
  func matches(_ text: [UInt8]) -> Bool {
    unsafe text.withUnsafeBytes { buffer in
      // REG_STARTEND gives the length, as a name may hold a NUL.
      var range = regmatch_t(rm_so: 0, rm_eo: regoff_t(buffer.count))
      guard let base = buffer.baseAddress else {
        return unsafe regexec(compiled, "", 1, &range, REG_STARTEND) == 0
      }
      return unsafe regexec(
        compiled, base.assumingMemoryBound(to: CChar.self), 1, &range, REG_STARTEND) == 0
    }
  }

  /// The product of all counts in braces, or more than the maximum. A `+` stands for two copies: of a single byte
  /// that is little, of what is repeated already it is twice as much each time.
  private static func copies(in pattern: [UInt8]) -> Int {
    var product = 1
    for piece in pattern.split(separator: UInt8(ascii: "{")).dropFirst() {
      // The larger of `{2,5}`; what is no count is 1.
      let numbers = piece.prefix { $0 != UInt8(ascii: "}") }.split(separator: UInt8(ascii: ","))
      let counts = numbers.map { Int(String(decoding: $0, as: UTF8.self)) ?? 1 }
      let largest = min(max(counts.max() ?? 1, 1), maximumCopies + 1)
      product = min(product * largest, maximumCopies + 1)
    }
    for (byte, next) in zip(pattern, pattern.dropFirst())
    where next == UInt8(ascii: "+") && "+*?})".utf8.contains(byte) {
      product = min(product * 2, maximumCopies + 1)
    }
    return product
  }
}
