internal import LinuxIPC
internal import Tabulate

extension SysVSemaphore: Presented {
  static var ownColumns: [Column<Listed<Object>>] {
    SystemVColumns.columns() + [
      Column(heading: .nsems) { .count($0.object.count) },
      // To a person the table of members says more.
      Column(heading: .values, inputs: .values) { values($0) }
        .digested { $0.object.members == nil ? values($0) : .list([]) },
      Column(heading: .operationTime) { .moment($0.object.operationTime) },
      Column(heading: .changeTime) { .moment($0.object.changeTime) },
      Column(heading: .lastOperationPID, inputs: .values) {
        $0.process($0.object.lastOperationPID, at: $0.object.lastOperationLimit)
      },
      Column(heading: .waitingForMore, inputs: .inspection) { sum($0, \.waitingForMore) },
      Column(heading: .waitingForZero, inputs: .inspection) { sum($0, \.waitingForZero) },
      Column(heading: .members, inputs: .inspection) { SemaphoreMembers($0.object)?.all ?? .absent }
        .digested(as: .list(Record<SemaphoreMembers.Row>.run.shape)) {
          SemaphoreMembers($0.object)?.runs ?? .absent
        },
      Column(heading: .processes, inputs: .inspection) { row in
        SemaphoreMembers(row.object)?.roles ?? .absent
      },
    ]
  }

  static var tableColumns: [String] {
    ["address", "key", "user", "mode", "nsems", "operation_time"]
  }

  private static func values(_ row: Listed<Object>) -> Cell {
    .list((row.object.values ?? []).map { .number(Int64($0)) })
  }

  /// Over all members. It cannot overflow: nobody waits at two members at once.
  private static func sum(_ row: Listed<Object>, _ part: KeyPath<Member, UInt64>) -> Cell {
    row.object.members.map { .count($0.reduce(0) { $0 + $1[keyPath: part] }) } ?? .absent
  }
}

extension Heading {
  static let nsems = Heading(
    name: "nsems", title: "NSEMS", help: "how many semaphores the set has", shape: .count,
    alignment: .right)
  static let waitingForMore = Heading(
    name: "waiting_for_more", title: "WAITING", help: "how many wait for a value to grow",
    shape: .count, alignment: .right)
  static let waitingForZero = Heading(
    name: "waiting_for_zero", title: "WAITING-FOR-ZERO",
    help: "how many wait for a value to be zero", shape: .count, alignment: .right)
  static let members = Heading(
    name: "members", title: "MEMBERS",
    help: "each semaphore: its value, the process that operated it last, who waits",
    shape: .list(Record<SemaphoreMembers.Row>.semaphore.shape))
}
