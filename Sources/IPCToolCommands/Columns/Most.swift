internal import IPCSnapshot
internal import LinuxIPC
internal import Tabulate

/// Who uses most of a limit, with the names that people know.
struct Most: Sendable {
  let process: HolderProcess?
  let uid: UInt32
  let user: [UInt8]
  let used: UInt64?
  let unit: Limit.Unit

  /// For a line of a table: `alice: 12`, `postgres(4147): 88`.
  func brief(exactBytes: Bool) -> [UInt8] {
    let who = process.map { $0.command + Array("(\($0.pid))".utf8) } ?? user
    return who + Array(": ".utf8)
      + TableText.text(
        LimitColumns.amount(used, unit), exactBytes: exactBytes)
  }
}

extension LimitColumns.Row {
  var most: Most? {
    let limit = entry.limit
    guard let most = limit.most else { return nil }
    let process: HolderProcess? = if case .process(let process) = most.who { process } else { nil }
    let uid =
      switch most.who {
      case .user(let uid): uid
      case .process(let process): process.uid
      }
    return Most(
      process: process, uid: uid, user: users.name(uid), used: most.used, unit: limit.unit)
  }
}

extension Record<Most> {
  static let most = Record([
    Column(
      heading: Heading(
        name: "user", title: "USER", help: "the user, or the process's", shape: .text,
        isOptional: false)
    ) { .text($0.user) },
    Column(
      heading: Heading(
        name: "uid", title: "UID", help: "the number of that user", shape: .number,
        isOptional: false)
    ) { .number(Int64($0.uid)) },
    Column(
      heading: Heading(
        name: "pid", title: "PID", help: "the process; absent for a limit of users",
        shape: .process)
    ) { $0.process.map { .process($0.pid, note: nil) } ?? .absent },
    Column(
      heading: Heading(
        name: "command", title: "COMMAND", help: "the name of the process", shape: .text)
    ) { $0.process.map { .text($0.command) } ?? .absent },
    Column(
      heading: Heading(
        name: "used", title: "USED", help: "how much it uses", shape: .count)
    ) { LimitColumns.amount($0.used, $0.unit) },
  ])
}
