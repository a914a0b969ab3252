internal import Glibc

/// Moments as text.
///
/// A moment outside the years 0 to 9999 cannot be written as a date that others can read back:
/// those are left to the caller, who shows the number.
package enum Timestamp {
  /// Appends `2026-11-23 01:02:03` in the local time zone, or nothing.
  ///
  /// - Returns: Whether the moment could be written.
  static func appendLocal(_ seconds: Int64, to buffer: inout [UInt8]) -> Bool {
    var moment = time_t(seconds)
    var parts = unsafe tm()
    guard unsafe localtime_r(&moment, &parts) != nil else { return false }
    return unsafe append(parts, separator: UInt8(ascii: " "), to: &buffer)
  }

  /// Appends `2026-11-23T01:02:03Z`, as RFC 3339 has it, or nothing.
  ///
  /// - Returns: Whether the moment could be written.
  static func appendUTC(_ seconds: Int64, to buffer: inout [UInt8]) -> Bool {
    var moment = time_t(seconds)
    var parts = unsafe tm()
    guard unsafe gmtime_r(&moment, &parts) != nil else { return false }
    guard unsafe append(parts, separator: UInt8(ascii: "T"), to: &buffer) else { return false }
    buffer.append(UInt8(ascii: "Z"))
    return true
  }

  /// Appends how far a moment is from now, in its largest unit: `5 min ago`, `in 2 days`.
  package static func appendRelative(_ seconds: Int64, now: Int64, to buffer: inout [UInt8]) {
    let (distance, overflow) = now.subtractingReportingOverflow(seconds)
    let magnitude = overflow ? UInt64(Int64.max) : distance.magnitude
    if magnitude == 0 {
      buffer.append(contentsOf: "now".utf8)
      return
    }
    if seconds > now { buffer.append(contentsOf: "in ".utf8) }
    let (amount, unit): (UInt64, String) =
      switch magnitude {
      case ..<60: (magnitude, " s")
      case ..<3600: (magnitude / 60, " min")
      case ..<86400: (magnitude / 3600, " h")
      case ..<172_800: (1, " day")
      default: (magnitude / 86400, " days")
      }
    buffer.append(decimal: amount)
    buffer.append(contentsOf: unit.utf8)
    if seconds < now { buffer.append(contentsOf: " ago".utf8) }
  }

  private static func append(
    _ parts: borrowing tm, separator: UInt8, to buffer: inout [UInt8]
  ) -> Bool {
    let year = unsafe Int64(parts.tm_year) + 1900
    guard (0...9999).contains(year) else { return false }
    func append(_ value: Int64, _ width: Int) {
      buffer.append(value.magnitude, radix: 10, digits: width)
    }
    append(year, 4)
    buffer.append(UInt8(ascii: "-"))
    unsafe append(Int64(parts.tm_mon) + 1, 2)
    buffer.append(UInt8(ascii: "-"))
    unsafe append(Int64(parts.tm_mday), 2)
    buffer.append(separator)
    unsafe append(Int64(parts.tm_hour), 2)
    buffer.append(UInt8(ascii: ":"))
    unsafe append(Int64(parts.tm_min), 2)
    buffer.append(UInt8(ascii: ":"))
    unsafe append(Int64(parts.tm_sec), 2)
    return true
  }
}
