internal import LinuxIPC
internal import Tabulate

/// The members of one semaphore set, with what became of the processes that operated them last.
struct SemaphoreMembers {
  /// One member, or for people neighbours that are alike.
  struct Row {
    let indexes: ClosedRange<Int>
    let member: SysVSemaphore.Member
    /// nil for nobody, and for a process outside our pid namespace.
    let last: LastProcess?
  }

  private let members: [SysVSemaphore.Member]
  /// By pid: a process is looked up once, however many members it operated.
  private let processes: [Int32: LastProcess]
  /// The pids in the order of the members.
  private let pids: [Int32]

  /// nil when the members were not looked at.
  init?(_ object: SysVSemaphore.Object) {
    guard let members = object.members else { return nil }
    self.members = members
    var found: [Int32: LastProcess] = [:]
    var pids: [Int32] = []
    for pid in members.lazy.map(\.lastOperationPID) where pid != 0 && found[pid] == nil {
      guard let process = LastProcess(pid, at: object.lastOperationLimit) else { continue }
      found[pid] = process
      pids.append(pid)
    }
    processes = found
    self.pids = pids
  }

  /// Every member.
  var all: Cell {
    .list(
      members.indices.map {
        Record<Row>.semaphore.cell(row($0...$0))
      })
  }

  /// Every member, neighbours that are alike in one row.
  var runs: Cell {
    var rows: [Cell] = []
    var start = 0
    for index in members.indices {
      let next = index + 1
      if next < members.count, members[next] == members[start] { continue }
      rows.append(Record<Row>.run.cell(row(start...index)))
      start = next
    }
    return .list(rows)
  }

  /// Those that operated a member last, each once.
  var roles: Cell {
    .list(
      pids.compactMap { processes[$0] }
        .map { Record<Role>.role.cell(Role("last_operation", $0)) })
  }

  private func row(_ indexes: ClosedRange<Int>) -> Row {
    let member = members[indexes.lowerBound]
    return Row(indexes: indexes, member: member, last: processes[member.lastOperationPID])
  }
}

extension Record<SemaphoreMembers.Row> {
  /// A semaphore of a set.
  static let semaphore = Record([
    Column(
      heading: Heading(
        name: "index", title: "INDEX", help: "its place in the set, from 0", shape: .count,
        isOptional: false)
    ) { .count(UInt64($0.indexes.lowerBound)) },
    value,
    Column(
      heading: Heading(
        name: "last_operation_pid", title: "OPERATOR",
        help: "the process that operated it last, which need not hold it", shape: .process)
    ) { $0.last.map { .process($0.pid, note: nil) } ?? .absent },
    Column(
      heading: Heading(
        name: "last_operation_state", title: "STATE",
        help: "what became of that process: alive, dead, reused, hidden")
    ) { $0.last.map { .text($0.state.rawValue) } ?? .absent },
    waitingForMore,
    waitingForZero,
  ])

  /// Neighbours that are alike, as people read them.
  static let run = Record([
    Column(heading: Heading(name: "index", title: "INDEX", help: "their places, from 0")) {
      let (first, last) = ($0.indexes.lowerBound, $0.indexes.upperBound)
      return .text(first == last ? "\(first)" : "\(first)-\(last)")
    },
    value,
    Column(
      heading: Heading(
        name: "last_operated_by", title: "OPERATOR", help: "the process that operated it last")
    ) { $0.last.map { .process($0.pid, note: $0.note.map { Array($0.utf8) }) } ?? .absent },
    waitingForMore,
    waitingForZero,
  ])

  private static let value = Column<SemaphoreMembers.Row>(
    heading: Heading(
      name: "value", title: "VALUE", help: "its value", shape: .number, isOptional: false)
  ) { .number(Int64($0.member.value)) }
  private static let waitingForMore = Column<SemaphoreMembers.Row>(
    heading: Heading(
      name: "waiting_for_more", title: "WAITING", help: "how many wait for its value to grow",
      shape: .count, isOptional: false)
  ) { .count($0.member.waitingForMore) }
  private static let waitingForZero = Column<SemaphoreMembers.Row>(
    heading: Heading(
      name: "waiting_for_zero", title: "WAITING-FOR-ZERO",
      help: "how many wait for its value to be zero", shape: .count, isOptional: false)
  ) { .count($0.member.waitingForZero) }
}
