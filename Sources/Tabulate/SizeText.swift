/// Sizes as people type them, with the suffixes of util-linux: K, KiB is 1024, KB is 1000.
package enum SizeText {
  /// The number of bytes that `text` stands for; nil when it is no size, or too large.
  ///
  /// - Parameter allowsFraction: Whether `1.5M` is one, as tables show it; what is less than a byte
  ///   is dropped. A fraction of a byte is none.
  package static func parse(_ text: [UInt8], allowsFraction: Bool = false) -> UInt64? {
    let whole = text.prefix(while: isDigit)
    var rest = text[whole.endIndex...]
    var fraction: ArraySlice<UInt8> = []
    if allowsFraction, rest.first == UInt8(ascii: ".") {
      fraction = rest.dropFirst().prefix(while: isDigit)
      // Three digits are more than tables show, and their thousandfold fits.
      guard (1...3).contains(fraction.count) else { return nil }
      rest = rest[fraction.endIndex...]
    }
    guard let number = number(whole), let factor = factor(rest.map { $0 | 0x20 }) else {
      return nil
    }
    let (product, overflow) = number.multipliedReportingOverflow(by: factor)
    guard !overflow else { return nil }
    guard !fraction.isEmpty else { return product }
    guard factor > 1, let part = Self.number(fraction) else { return nil }
    let divisor: UInt64 = [10, 100, 1000][fraction.count - 1]
    let (sum, carry) = product.addingReportingOverflow(
      factor / divisor * part + factor % divisor * part / divisor)
    return carry ? nil : sum
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") <= 9
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
    guard !digits.isEmpty else { return nil }
    var value: UInt64 = 0
    for digit in digits {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(digit &- UInt8(ascii: "0")))
      guard !overflow, !carry else { return nil }
      value = sum
    }
    return value
  }

  /// - Parameter suffix: In lower case.
  private static func factor(_ suffix: [UInt8]) -> UInt64? {
    guard let letter = suffix.first else { return 1 }
    guard let exponent = Array("kmgtpe".utf8).firstIndex(of: letter) else {
      return suffix == Array("b".utf8) ? 1 : nil
    }
    let base: UInt64
    switch String(decoding: suffix.dropFirst(), as: UTF8.self) {
    case "", "ib": base = 1024
    case "b": base = 1000
    default: return nil
    }
    return (0...exponent).reduce(1) { product, _ in product * base }
  }
}
