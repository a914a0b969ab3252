internal import SystemPackage

/// A mechanism of such objects.
package protocol PipeMechanism:
  Blocking, Charging, Discovering, Gauging, StreamMechanism, Peeking
where Object: PipeObject {
  /// The pipe of that name, with who has it open now.
  static func held(_ name: Name, in context: Context) throws(IPCError) -> HeldObject

  /// The user whom the kernel charges for its buffer; nil when it cannot be told.
  static func maker(of object: Object, heldBy holders: [Holder]) -> UInt32?
}

extension PipeMechanism {
  package static func gauge(
    _ objects: [Object], heldBy holders: (Object) -> [Holder], among threads: ThreadTable?,
    coverage: inout Coverage
  ) -> [Object] {
    let questions = objects.compactMap { object in
      let holders = holders(object)
      return holders.isEmpty ? nil : PipeQuestion(object.identity, holders)
    }
    let answers = PipeGauge.ask(questions, among: threads)
    var locks: [PipeLocks.Lock] = []
    var next = 0
    var told: [Object] = []
    told.reserveCapacity(objects.count)
    for object in objects {
      guard next < questions.count, questions[next].pipe == object.identity else {
        told.append(object)
        continue
      }
      let (question, answer) = (questions[next], answers[next])
      next += 1
      var object = object
      switch answer {
      case .gone: continue
      case .state(let state): object.state = state
      case .locked(let lock, let state):
        object.state = state
        locks.append(lock)
      case .refused(let error): coverage.hide(contents, needs: error.needs([.systemPtrace]))
      case .unasked: coverage.hide(contents, needs: "another process of ours, that may be started")
      }
      note(object.state, question.holders, &coverage)
      told.append(object)
    }
    hide(locks, &coverage)
    return told
  }

  private static var contents: String { "contents of \(title)s" }

  private static func hide(_ locks: [PipeLocks.Lock], _ coverage: inout Coverage) {
    guard !locks.isEmpty else { return }
    let owners = Set(locks.map(\.owner))
    let owner = owners.count == 1 ? locks[0].owner : nil
    coverage.hide(
      contents, count: UInt64(locks.count),
      needs: owner.map { "process \($0.pid) to end its \($0.call), which locks them" }
        ?? "those who lock them, as splice(2) does, to go on")
  }

  /// The kernel counts readers and writers; one that no process was seen to hold is held by one that may
  /// not be looked into, or lies in a socket's queue (KERNEL-NOTES section 3.1).
  private static func note(
    _ state: PipeState?, _ holders: [Holder], _ coverage: inout Coverage
  ) {
    guard let state else { return }
    let seesReader = holders.contains { $0.access != .write }
    let seesWriter = holders.contains { $0.access != .read }
    if state.hasReaders == true && !seesReader || state.hasWriters == true && !seesWriter {
      coverage.hide(
        "ends of \(title)s held by processes not seen, or in flight",
        needs: Capabilities.everyProcess)
    }
  }
}
