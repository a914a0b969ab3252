@testable import IPCDiagnosis
@testable import IPCSnapshot
@testable import LinuxIPC

/// A machine written by hand: each process has one thread, by the same number.
struct Scene {
  private(set) var observation = Observation([], seesEverything: true)

  /// Adds a process.
  ///
  /// - Parameters:
  ///   - state: The letter of proc_pid_stat(5).
  ///   - waits: What it waits for: any of these.
  mutating func add(
    _ pid: Int32, state: Character = "S", _ waits: Wait..., orElse: Bool = false,
    orSignal: Bool = false
  ) {
    let frame = ThreadSample.Frame(
      number: 0, arguments: [UInt64](repeating: 0, count: 6), stackPointer: 0)
    var thread = ThreadWaits(
      ThreadSample(
        id: ThreadID(pid: pid, tid: pid), command: Array("p\(pid)".utf8),
        state: state.asciiValue ?? 0, parent: 1, startTime: 0, place: .call(frame), switches: nil))
    thread.call = "read"
    thread.waits = waits
    thread.hasOtherCause = waits.isEmpty || orElse
    thread.awaitsSignals = orSignal
    observation.threads.append(thread)
  }

  mutating func change(_ body: (inout Observation) -> Void) { body(&observation) }

  var diagnosis: Diagnosis { Diagnosis(observation) }

  /// The verdict and the faults of a process.
  func finding(_ pid: Int32) -> (Verdict, Set<Fault>)? {
    let diagnosis = diagnosis
    return diagnosis.place(of: ThreadID(pid: pid, tid: pid)).map {
      (diagnosis.verdicts[$0], diagnosis.faults[$0])
    }
  }

  func severity(_ pid: Int32) -> Diagnosis.Severity {
    let diagnosis = diagnosis
    return diagnosis.severity(of: Chain(behind: diagnosis.places(of: pid), in: diagnosis))
  }
}

extension Wait {
  static func object(_ inode: UInt64) -> ObjectIdentity {
    ObjectIdentity(.file, device: 1, inode: inode)
  }

  /// For an object that processes hold.
  static func held(
    _ kind: String, _ inode: UInt64, _ need: Need, by wakers: Int32...,
    openness: Set<Openness> = []
  ) -> Wait {
    var wait = Wait(
      Subject(.object(object(inode)), kind: kind, address: Array("\(kind):\(inode)".utf8)), need)
    wait.wakers = Wakers(wakers.map { Waker($0, .holder) })
    wait.sources = [HeldEnd(object(inode), .any)]
    wait.openness = openness
    return wait
  }

  static func pipe(_ inode: UInt64, _ need: Need = .data, by wakers: Int32...) -> Wait {
    var wait = held("pipe", inode, need)
    wait.wakers = Wakers(wakers.map { Waker($0, .holder) })
    return wait
  }

  /// For a lock that records its owner.
  static func lock(_ owner: Int32, isAlive: Bool = true) -> Wait {
    var wait = Wait(
      Subject(
        .privateFutex(pid: owner, address: 16), kind: "futex", address: Array("futex:1/0x10".utf8)),
      .lock)
    wait.wakers = [Waker(owner, tid: owner, .owner, isAlive: isAlive)]
    return wait
  }

  /// For a semaphore that somebody operated last.
  static func semaphore(_ id: UInt64, last: Int32, isAlive: Bool = true) -> Wait {
    var wait = Wait(
      Subject(
        .object(ObjectIdentity(.semaphoreSet, inode: id)), kind: "sem",
        address: Array("sem:\(id)".utf8)), .value)
    wait.wakers = [Waker(last, .lastOperator, isAlive: isAlive)]
    wait.openness = [.anybody]
    return wait
  }

  var limited: Wait {
    var wait = self
    wait.isTimeLimited = true
    return wait
  }
}
