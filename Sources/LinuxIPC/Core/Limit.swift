/// A limit of the kernel, and how much of it is used.
package struct Limit: Sendable, Equatable {
  /// In words: "queues".
  package let name: String
  package let value: UInt64
  /// In the same unit; nil when it cannot be told.
  package let used: UInt64?
  /// What raises it: a sysctl, a mount option.
  package let setting: String
  /// Whether the numbers are bytes.
  package let isBytes: Bool

  package init(
    _ name: String, value: UInt64, used: UInt64?, setting: String, isBytes: Bool = false
  ) {
    self.name = name
    self.value = value
    self.used = used
    self.setting = setting
    self.isBytes = isBytes
  }

  /// Whole percent of it that is used, rounded down; nil when it cannot be told.
  package var percent: UInt64? { fraction?.wholePercent }

  /// Between 0 and 1, or beyond when the limit was lowered since; nil when it cannot be told.
  package var fraction: Double? {
    guard let used else { return nil }
    if value == 0 { return used == 0 ? 0 : 1 }
    return Double(used) / Double(value)
  }
}
