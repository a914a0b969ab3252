internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

/// Children that ask pipes, and who waits for them. One that does not come back from a pipe is left behind, and
/// another goes on with the rest.
@safe struct GaugeRun: ~Copyable {
  private let gauge: OpaquePointer
  private let questions: [PipeQuestion]
  private var children: [Child] = []
  private var locks = PipeLocks()
  private var locked: [Int: PipeLocks.Lock] = [:]
  private var hasLeft = false

  private struct Child {
    let pid: Int32
    /// pidfd_open(2); -1 where that is not to be had.
    let handle: Int32
    var isActive = true
    var isLeft = false
    /// What it had begun when it was last seen to have come on, and when that was.
    var turns: UInt32 = 0
    var since = ContinuousClock.now
  }

  /// nil where there is no memory for it.
  ///
  /// - Parameter room: For a copy of what is in the one pipe that is asked, in bytes.
  init?(_ questions: [PipeQuestion], room: Int = 0) {
    var ends: [cipc_gauge_end] = []
    var jobs: [cipc_gauge_job] = []
    jobs.reserveCapacity(questions.count)
    for question in questions {
      var job = cipc_gauge_job()
      job.first_end = UInt32(ends.count)
      question.addEnds(to: &ends)
      job.end_count = UInt32(ends.count) - job.first_end
      job.device = question.pipe.device
      job.inode = question.pipe.inode
      job.has_both_ends = question.hasBothEnds ? 1 : 0
      job.is_anonymous = question.pipe.device == KernelFileSystems.pipes ? 1 : 0
      job.is_copied = room > 0 ? 1 : 0
      jobs.append(job)
    }
    let made = unsafe cipc_gauge_make(jobs.count, ends.count, room)
    guard let made = unsafe made else { return nil }
    unsafe gauge = made
    unsafe cipc_gauge_jobs(made).update(from: jobs, count: jobs.count)
    unsafe cipc_gauge_ends(made).update(from: ends, count: ends.count)
    for place in questions.indices where questions[place].isSpared {
      unsafe cipc_gauge_spare(made, place)
    }
    self.questions = questions
  }

  deinit {
    for child in children {
      // Who has finished ends soon, and is no zombie then.
      if !child.isLeft { _ = cipc_wait_for_child(child.pid) }
      if child.handle >= 0 { _ = Glibc.close(child.handle) }
    }
    unsafe cipc_gauge_free(gauge)
  }

  /// Has all questions asked, as far as that can be done.
  mutating func run() {
    for place in questions.indices where questions[place].mayHoldSomebodyUp {
      spareIfLocked(place)
    }
    for _ in 0..<min(Workers.usual, questions.count / 64 + 1) { start() }
    var finished: UInt32 = 0
    while children.contains(where: \.isActive) {
      finished = unsafe cipc_gauge_wait(gauge, finished, Self.tick)
      for place in children.indices where children[place].isActive { check(place) }
    }
  }

  /// In nanoseconds; how often it is looked whether all come on.
  private static var tick: Int64 { 20_000_000 }

  /// How long somebody may be at one pipe before it is looked who has that locked.
  private static var patience: Duration { .milliseconds(100) }

  /// And how long where nobody is found who has: under load a lock may be held as long by who is not let run.
  private static var longPatience: Duration { .seconds(1) }

  private mutating func start() {
    guard children.count < Int(CIPC_GAUGE_CHILDREN) else {
      unsafe cipc_gauge_stop(gauge)
      return
    }
    let number = UInt32(children.count)
    // A child is born with the rights of who starts it, and borrows by them.
    let pid = LentCapabilities.raising([.systemPtrace]) {
      unsafe cipc_gauge_start(gauge, number)
    }
    if pid > 0 { children.append(Child(pid: pid, handle: cipc_pidfd_open(pid))) }
  }

  /// Looks whether a child comes on.
  private mutating func check(_ place: Int) {
    let progress = unsafe cipc_gauge_progress(gauge, UInt32(place))
    if progress.has_finished != 0 {
      children[place].isActive = false
      return
    }
    if progress.turns != children[place].turns {
      children[place].turns = progress.turns
      children[place].since = .now
      return
    }
    let time = ContinuousClock.now - children[place].since
    guard time >= Self.patience else { return }
    let state = try? ProcessDirectory(children[place].pid).status().state
    // Who is not let run will come on.
    if state == UInt8(ascii: "R") { return }
    let isLong = time >= Self.longPatience
    let hasEnded = state == UInt8(ascii: "Z")
    guard hasEnded || isLong || state == UInt8(ascii: "D") else { return }
    guard progress.turns > 0 else { return leave(place) }
    let job = Int(progress.job)
    if unsafe cipc_gauge_outcome(gauge, job) == CIPC_GAUGE_UNASKED {
      let lock = hasEnded ? nil : locks.lock(of: questions[job].holders)
      guard hasEnded || isLong || lock != nil else { return }
      if !hasEnded { locked[job] = lock ?? PipeLocks.Lock() }
    }
    leave(place)
  }

  /// Goes on without a child. Where there is one locked pipe there may be many: from now on it is looked before.
  private mutating func leave(_ place: Int) {
    children[place].isActive = false
    children[place].isLeft = true
    cipc_gauge_leave(children[place].pid, children[place].handle)
    let begun = unsafe cipc_gauge_begun(gauge)
    if !hasLeft, begun < questions.count {
      for job in begun..<questions.count { spareIfLocked(job) }
    }
    hasLeft = true
    start()
  }

  private mutating func spareIfLocked(_ place: Int) {
    guard let lock = locks.lock(of: questions[place].holders) else { return }
    locked[place] = lock
    unsafe cipc_gauge_spare(gauge, place)
  }

  /// What came of a question.
  func answer(_ place: Int) -> PipeAnswer {
    let outcome = unsafe cipc_gauge_outcome(gauge, place)
    let job = unsafe cipc_gauge_jobs(gauge)[place]
    let isSpared = unsafe cipc_gauge_is_spared(gauge, place) != 0
    switch outcome {
    case CIPC_GAUGE_ASKED:
      let state = PipeState(job, isSpared: isSpared)
      // It may have been asked when it was found to be locked.
      return isSpared ? .locked(locked[place] ?? PipeLocks.Lock(), state) : .state(state)
    case CIPC_GAUGE_GONE: return .gone
    case CIPC_GAUGE_REFUSED: return .refused(Errno(rawValue: job.error))
    default: return locked[place].map { .locked($0, nil) } ?? .unasked
    }
  }

  /// Whether somebody had no such descriptor, who may have it in the table of one of its threads.
  func isUnsure(_ place: Int) -> Bool {
    unsafe cipc_gauge_jobs(gauge)[place].is_unsure != 0
  }

  /// The copy of what is in the one pipe that was asked, and whether that is not all of it.
  ///
  /// - Throws: What tee(2) failed with.
  func copy() throws(Errno) -> (bytes: [UInt8], isCut: Bool) {
    let job = unsafe cipc_gauge_jobs(gauge)[0]
    if job.copy_error != 0 { throw Errno(rawValue: job.copy_error) }
    let room = unsafe UnsafeRawBufferPointer(start: cipc_gauge_room(gauge), count: Int(job.copied))
    return unsafe (Array(room), job.is_cut != 0)
  }
}
