internal import LinuxIPC
internal import Tabulate

/// One row: an object, with what was found out about it.
struct Listed<Object: IPCObject>: Sendable {
  let object: Object
  /// nil: not looked for.
  let holders: [Holder]?
  /// Threads that wait in open(2) for it; nil: not looked for.
  let waiters: [Waiter]?
  /// Who holds what is at its other end; nil for what has none, or when that was not looked for.
  var peerHolders: [Holder]? = nil
  let context: Context
  let users: UserNames
  /// Whether processes that the kernel recorded are looked up, to say which are dead.
  let examinesProcesses: Bool
  /// The one that its name belongs to, where that is not our own, for who looks further.
  var namespace: NamespaceHandle? = nil
}

/// What the rows of one listing have in common.
struct Looking: Sendable {
  let context: Context
  let users = UserNames()
}

extension Listed {
  /// A row of a listing, which examines no process.
  init(
    _ object: Object, holders: [Holder]?, waiters: [Waiter]? = nil, _ looking: Looking
  ) {
    self.init(
      object: object, holders: holders, waiters: waiters, context: looking.context,
      users: looking.users,
      examinesProcesses: false)
  }

  /// What `look` finds in the namespace that the object's name belongs to; nil when that may not be entered.
  func inside<Value: Sendable>(_ look: @escaping @Sendable (Context) -> Value) -> Value? {
    guard let namespace else { return look(context) }
    let inner = context.inside(namespace)
    return try? namespace.run { look(inner) }
  }

  /// A process that the kernel recorded at `time`; absent for 0, nobody or not visible here.
  func process(_ pid: Int32, at time: Int64) -> Cell {
    guard pid > 0 else { return .absent }
    let last = examinesProcesses ? LastProcess(pid, at: time) : nil
    return .process(
      pid, note: last?.note.map { Array($0.utf8) } ?? last?.command.map(Self.note))
  }

  /// The name of a process that is alive, which must not pass for word of its end.
  private static func note(_ command: [UInt8]) -> [UInt8] {
    let word = LastProcess.State(rawValue: String(decoding: command, as: UTF8.self))
    return word == nil ? command : Array("alive: ".utf8) + command
  }

  /// The processes of `roles`, with what became of them.
  func processes(_ roles: [Role?]) -> Cell {
    .list(roles.compactMap { $0.map(Record<Role>.role.cell) })
  }
}

extension ColumnInputs {
  /// Who holds the objects: a walk over /proc.
  static let holders = ColumnInputs(rawValue: 1 << 0)
  /// One object looked at closely, as `show` does: its limits, the processes it names.
  static let inspection = ColumnInputs(rawValue: 1 << 1)
  /// How full the objects are, for kinds whose listing does not tell.
  static let fill = ColumnInputs(rawValue: 1 << 2)
  /// The values of counters.
  static let values = ColumnInputs(rawValue: 1 << 3)
  /// Who holds the objects, when that was read for another reason: the column needs no walk, and tells
  /// more after one.
  static let knownHolders = ColumnInputs(rawValue: 1 << 4)
  /// What is at the other end also where that is out of the kernel's list: in another network namespace.
  static let peers = ColumnInputs(rawValue: 1 << 5)

  /// What may no longer be done to an object, which somebody has to lend it for.
  static let restrictions = ColumnInputs(rawValue: 1 << 6)

  /// Those that take a look into processes, of which some may be hidden.
  static let processes: ColumnInputs = [.holders, .peers]

  /// What has to be found out about each object of a listing.
  var details: Details {
    var details: Details = []
    if contains(.fill) { details.insert(.fill) }
    if contains(.values) { details.insert(.values) }
    if contains(.restrictions) { details.insert(.restrictions) }
    return details
  }
}

extension Details {
  /// What columns may be asked for once these are known.
  var inputs: ColumnInputs {
    var inputs: ColumnInputs = []
    if contains(.fill) { inputs.insert(.fill) }
    if contains(.values) { inputs.insert(.values) }
    if contains(.restrictions) { inputs.insert(.restrictions) }
    return inputs
  }
}
