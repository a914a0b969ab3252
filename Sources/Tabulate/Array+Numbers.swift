extension [UInt8] {
  /// Appends a number in decimal digits.
  package mutating func append(decimal value: Int64) {
    if value < 0 { append(UInt8(ascii: "-")) }
    append(decimal: value.magnitude)
  }

  /// Appends a number in decimal digits.
  package mutating func append(decimal value: UInt64) {
    append(value, radix: 10, digits: 1)
  }

  /// Appends bytes that others own.
  mutating func append(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }

  /// Appends a number in digits of a radix up to 16, with zeros before it up to a width.
  ///
  /// Digits go to a fixed buffer first, because they are found from the last one backwards.
  mutating func append(_ value: UInt64, radix: UInt64, digits width: Int) {
    var digits = InlineArray<64, UInt8>(repeating: 0)
    var count = 0
    var rest = value
    repeat {
      let digit = UInt8(truncatingIfNeeded: rest % radix)
      digits[count] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
      count += 1
      rest /= radix
    } while rest != 0
    append(repeating: UInt8(ascii: "0"), count: width - count)
    while count > 0 {
      count -= 1
      append(digits[count])
    }
  }

  /// Appends a byte several times; a count below one appends nothing.
  mutating func append(repeating byte: UInt8, count: Int) {
    var left = count
    while left > 0 {
      append(byte)
      left -= 1
    }
  }

  /// Appends a size in people's units: `512B`, `1.5K`, `16M`, in steps of 1024.
  mutating func append(size value: UInt64) {
    var unit = 0
    while unit < 6, value >> UInt64(10 * (unit + 1)) != 0 { unit += 1 }
    let shift = UInt64(10 * unit)
    // Ten times the remainder fits: it is below 2^60. Half of the unit is added to round.
    let remainder = value & ((1 << shift) - 1)
    var tenths = (value >> shift) * 10 + (remainder * 10 + (1 << shift) / 2) >> shift
    if tenths >= 10240, unit < 6 {
      // 1023.96K rounds to 1024K, which is 1M.
      unit += 1
      tenths = 10
    }
    append(decimal: tenths / 10)
    if tenths % 10 != 0 {
      append(UInt8(ascii: "."))
      append(decimal: tenths % 10)
    }
    append(Self.unitLetters[unit])
  }

  private static var unitLetters: InlineArray<7, UInt8> {
    [
      UInt8(ascii: "B"), UInt8(ascii: "K"), UInt8(ascii: "M"), UInt8(ascii: "G"),
      UInt8(ascii: "T"), UInt8(ascii: "P"), UInt8(ascii: "E"),
    ]
  }
}
