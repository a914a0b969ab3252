internal import LinuxIPC
internal import Tabulate

extension Coverage {
  /// The `coverage` member that every JSON document has.
  var cell: Cell {
    .record([
      Field("complete", .flag(isComplete)),
      Field(
        "hidden",
        .list(
          gaps.map { gap in
            .record([
              Field("what", .text(gap.what)),
              Field("count", gap.count.map { .count($0) } ?? .absent),
              Field("needs", .text(gap.needs)),
            ])
          })),
    ])
  }
}
