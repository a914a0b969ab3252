internal import IPCSnapshot
internal import LinuxIPC

/// Those who may end waits, each list of them looked up once, however many waits share it.
struct WakerGroups: Sendable {
  struct Group: Sendable {
    let wakers: Wakers
    /// Of those that live: any thread of these processes, and each of these threads.
    var processes: Set<Int32> = []
    var threads: Set<Int> = []
    /// The places of all their threads.
    var places: [Int] = []
    var pids: Set<Int32> = []
    /// Whether one lives at whom nobody looked: it is younger than the look, and goes on.
    var hasUnknown = false
    var hasDead = false
    /// One that only operated it last and is dead holds nobody up for certain: others may come.
    var hasDeadOperator = false
    var hasDeadOwner = false
  }

  /// The places of the threads of each process.
  let members: [Int32: [Int]]
  let places: [ThreadID: Int]
  private(set) var groups: [Group] = []
  private var numbers: [ObjectIdentifier: Int] = [:]

  init(_ threads: [ThreadWaits]) {
    var members: [Int32: [Int]] = [:]
    var places: [ThreadID: Int] = [:]
    for (place, thread) in threads.enumerated() {
      places[thread.id] = place
      members[thread.id.pid, default: []].append(place)
    }
    self.members = members
    self.places = places
    for thread in threads {
      for wait in thread.waits where numbers[wait.wakers.identity] == nil {
        numbers[wait.wakers.identity] = groups.count
        groups.append(group(wait.wakers))
      }
    }
  }

  /// The place of the group of a wait of those threads.
  func number(of wait: Wait) -> Int {
    guard let number = numbers[wait.wakers.identity] else {
      preconditionFailure("a wait of another observation")
    }
    return number
  }

  subscript(wait: Wait) -> Group { groups[number(of: wait)] }

  private func group(_ wakers: Wakers) -> Group {
    var group = Group(wakers: wakers)
    for waker in wakers {
      group.pids.insert(waker.pid)
      guard waker.isAlive else {
        group.hasDead = true
        switch waker.certainty {
        case .lastOperator: group.hasDeadOperator = true
        case .owner: group.hasDeadOwner = true
        case .holder: break
        }
        continue
      }
      if let tid = waker.tid {
        guard let place = places[ThreadID(pid: waker.pid, tid: tid)] else {
          group.hasUnknown = true
          continue
        }
        if group.threads.insert(place).inserted { group.places.append(place) }
      } else if let own = members[waker.pid] {
        if group.processes.insert(waker.pid).inserted { group.places += own }
      } else {
        group.hasUnknown = true
      }
    }
    return group
  }
}

/// Who may still move, and so who is left that can wake a group's waiters.
struct Movers: Sendable {
  private let groups: WakerGroups
  private var moves: [Bool]
  private let pids: [Int32]
  /// How many threads of a process may move.
  private var ofProcess: [Int32: Int]
  /// How many processes and threads of a group may.
  private var ofGroup: [Int]
  private var groupsOfProcess: [Int32: [Int]] = [:]
  private var groupsOfThread: [Int: [Int]] = [:]

  /// At first all may.
  init(_ threads: [ThreadWaits], _ groups: WakerGroups) {
    self.groups = groups
    moves = Array(repeating: true, count: threads.count)
    pids = threads.map(\.id.pid)
    ofProcess = groups.members.mapValues(\.count)
    ofGroup = groups.groups.map { $0.processes.count + $0.threads.count }
    for (number, group) in groups.groups.enumerated() {
      for pid in group.processes { groupsOfProcess[pid, default: []].append(number) }
      for place in group.threads { groupsOfThread[place, default: []].append(number) }
    }
  }

  func contains(_ place: Int) -> Bool { moves[place] }

  mutating func remove(_ place: Int) {
    guard moves[place] else { return }
    moves[place] = false
    for group in groupsOfThread[place] ?? [] { ofGroup[group] -= 1 }
    let left = (ofProcess[pids[place]] ?? 0) - 1
    ofProcess[pids[place]] = left
    if left == 0 {
      for group in groupsOfProcess[pids[place]] ?? [] { ofGroup[group] -= 1 }
    }
  }

  /// Whether anybody but the thread itself may still end such a wait of it.
  func canWake(_ place: Int, from wait: Wait) -> Bool {
    let number = groups.number(of: wait)
    let group = groups.groups[number]
    var others = ofGroup[number]
    if moves[place] {
      if group.threads.contains(place) { others -= 1 }
      if ofProcess[pids[place]] == 1, group.processes.contains(pids[place]) { others -= 1 }
    }
    return others > 0
  }
}
