internal import LinuxIPC
internal import Tabulate

extension Record<Coverage> {
  /// The `coverage` member that every JSON document has.
  static let coverage = Record([
    Column(
      heading: Heading(
        name: "complete", title: "COMPLETE", help: "whether everything was seen", shape: .flag,
        isOptional: false)
    ) { .flag($0.isComplete) },
    Column(
      heading: Heading(
        name: "hidden", title: "HIDDEN", help: "what was not seen",
        shape: .list(Record<Coverage.Gap>.gap.shape), isOptional: false)
    ) { .list($0.gaps.map(Record<Coverage.Gap>.gap.cell)) },
  ])
}

extension Record<Coverage.Gap> {
  /// Something that was not seen.
  static let gap = Record([
    Column(
      heading: Heading(name: "what", title: "WHAT", help: "what was not seen", isOptional: false)
    ) { .text($0.what) },
    Column(
      heading: Heading(
        name: "count", title: "COUNT", help: "how many; null when not even that is known",
        shape: .count)
    ) { $0.count.map { .count($0) } ?? .absent },
    Column(
      heading: Heading(
        name: "needs", title: "NEEDS", help: "what would show it", isOptional: false)
    ) { .text($0.needs) },
  ])
}
