internal import LinuxIPC
internal import Tabulate

extension Record<Limit> {
  /// A limit of the kernel, and what is used of it.
  static let limit = Record([
    Column(
      heading: Heading(
        name: "name", title: "NAME", help: "what is limited, in words", isOptional: false)
    ) { .text($0.name) },
    Column(
      heading: Heading(
        name: "value", title: "VALUE", help: "the limit", shape: .count, isOptional: false)
    ) { amount($0.value, $0) },
    Column(heading: Heading(name: "used", title: "USED", help: "how much is used", shape: .count)) {
      limit in limit.used.map { amount($0, limit) } ?? .absent
    },
    Column(
      heading: Heading(
        name: "percent", title: "PERCENT", help: "how much is used, in percent", shape: .percent)
    ) { $0.percent.map { .percent($0) } ?? .absent },
    Column(
      heading: Heading(
        name: "setting", title: "SETTING", help: "what raises it", isOptional: false)
    ) { .text($0.setting) },
  ])

  private static func amount(_ value: UInt64, _ limit: Limit) -> Cell {
    limit.isBytes ? .bytes(value) : .count(value)
  }
}
