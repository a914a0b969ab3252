internal import LinuxIPC
internal import Tabulate

/// A limit as a cell.
enum LimitCell {
  static func record(_ limit: Limit) -> Cell {
    let amount: (UInt64) -> Cell = limit.isBytes ? { .bytes($0) } : { .count($0) }
    return .record([
      Field("name", .text(limit.name)),
      Field("value", amount(limit.value)),
      Field("used", limit.used.map(amount) ?? .absent),
      Field("percent", limit.percent.map { .percent($0) } ?? .absent),
      Field("setting", .text(limit.setting)),
    ])
  }
}
