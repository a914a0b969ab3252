internal import Glibc

extension Timestamp {
  /// The moment that people typed, in seconds since the epoch; nil for what is none.
  ///
  /// RFC 3339 with `Z` or an offset; a date, or a date and a time, in the local time zone; or a
  /// distance such as `90s`, `10m`, `2h`, `3d`, `1w`, which stands for the moment that long ago, as
  /// does `-2h`. A part of a second is dropped, as the kernel's times have none.
  package static func parse(_ text: [UInt8], now: Int64) -> Int64? {
    var reader = TimestampReader(text)
    if let moment = reader.moment() { return moment }
    reader = TimestampReader(text)
    return reader.distance().flatMap { distance in
      let (moment, overflow) = now.subtractingReportingOverflow(distance)
      return overflow ? nil : moment
    }
  }
}

/// Reads a time from its first byte to its last.
private struct TimestampReader {
  private let text: [UInt8]
  private var offset = 0

  init(_ text: [UInt8]) {
    self.text = text
  }

  mutating func distance() -> Int64? {
    _ = take("-")
    var amount: Int64 = 0
    let first = offset
    while let digit = digit() {
      let (product, overflow) = amount.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(digit)
      guard !overflow, !carry else { return nil }
      amount = sum
    }
    guard offset > first else { return nil }
    let units: [String: Int64] = [
      "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "w": 604_800,
    ]
    guard let unit = units[String(decoding: text[offset...], as: UTF8.self)] else { return nil }
    let (seconds, overflow) = amount.multipliedReportingOverflow(by: unit)
    return overflow ? nil : seconds
  }

  mutating func moment() -> Int64? {
    guard let year = number(4), take("-"), let month = number(2), take("-"),
      let day = number(2), Self.isDate(year, month, day)
    else { return nil }
    var parts = unsafe tm()
    unsafe parts.tm_year = Int32(year - 1900)
    unsafe parts.tm_mon = Int32(month - 1)
    unsafe parts.tm_mday = Int32(day)
    // Whether summer time is in force is for the C library to find out.
    unsafe parts.tm_isdst = -1
    if isAtEnd { return unsafe Self.local(parts) }
    guard take("T") || take("t") || take(" "), let hour = number(2), hour < 24, take(":"),
      let minute = number(2), minute < 60
    else { return nil }
    unsafe parts.tm_hour = Int32(hour)
    unsafe parts.tm_min = Int32(minute)
    if take(":") {
      // 60 is a leap second.
      guard let second = number(2), second <= 60 else { return nil }
      unsafe parts.tm_sec = Int32(second)
      if take(".") {
        guard digit() != nil else { return nil }
        while digit() != nil {}
      }
    }
    if isAtEnd { return unsafe Self.local(parts) }
    guard let east = zone(), isAtEnd else { return nil }
    return unsafe Int64(timegm(&parts)) - east
  }

  /// `Z`, or how many seconds an offset lies east of it.
  private mutating func zone() -> Int64? {
    if take("Z") || take("z") { return 0 }
    let isEast = take("+")
    guard isEast || take("-"), let hours = number(2), hours < 24, take(":"),
      let minutes = number(2), minutes < 60
    else { return nil }
    let seconds = hours * 3600 + minutes * 60
    return isEast ? seconds : -seconds
  }

  private static func local(_ parts: consuming tm) -> Int64 {
    var parts = unsafe parts
    // -1 is the second before the epoch: no year of four digits is out of its range.
    return unsafe Int64(mktime(&parts))
  }

  private static func isDate(_ year: Int64, _ month: Int64, _ day: Int64) -> Bool {
    guard (1...12).contains(month), day >= 1 else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return day <= days[Int(month) - 1]
  }

  private var isAtEnd: Bool { offset == text.count }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard offset < text.count, text[offset] == UInt8(ascii: scalar) else { return false }
    offset += 1
    return true
  }

  private mutating func digit() -> Int64? {
    guard offset < text.count, text[offset] &- UInt8(ascii: "0") <= 9 else { return nil }
    offset += 1
    return Int64(text[offset - 1] - UInt8(ascii: "0"))
  }

  private mutating func number(_ width: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<width {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }
}
