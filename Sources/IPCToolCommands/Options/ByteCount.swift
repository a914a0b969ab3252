internal import ArgumentParser

/// A number of bytes on the command line, with the suffixes of util-linux: K, KiB is 1024, KB is 1000.
struct ByteCount: ExpressibleByArgument, Sendable {
  let value: UInt64

  init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && $0.isNumber }
    guard let number = UInt64(digits),
      let factor = Self.factor(argument[digits.endIndex...].lowercased())
    else { return nil }
    let (product, overflow) = number.multipliedReportingOverflow(by: factor)
    guard !overflow else { return nil }
    value = product
  }

  private static func factor(_ suffix: String) -> UInt64? {
    guard let letter = suffix.first else { return 1 }
    let exponents: [Character: Int] = ["k": 1, "m": 2, "g": 3, "t": 4, "p": 5, "e": 6]
    guard let exponent = exponents[letter] else { return suffix == "b" ? 1 : nil }
    let base: UInt64
    switch suffix.dropFirst() {
    case "", "ib": base = 1024
    case "b": base = 1000
    default: return nil
    }
    return (0..<exponent).reduce(1) { product, _ in product * base }
  }
}
