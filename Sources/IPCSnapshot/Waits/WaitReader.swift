package import LinuxIPC

/// Finds out what threads wait for, and who may end that.
///
/// Everything is read from a snapshot of who holds what, and from what /proc tells of each thread; nothing that
/// is waited for is touched.
package struct WaitReader: Sendable {
  let snapshot: Snapshot
  let directory: ObjectDirectory
  let finder: DescriptorFinder
  let sockets: SocketEnds
  let context: Context
  /// Those of the machine.
  private(set) var threads: ThreadTable
  private(set) var locks: FileLocks
  let mappings: MappingFinder
  let scanner: ProcessScanner
  /// The kinds of which open(2) waits, and how one is recognised.
  let opening: [(kind: String, identify: OpenSighting.Identify)]
  /// The processes of which threads have tables of descriptors of their own.
  private(set) var divided: Set<Int32>
  private(set) var holders = KnownHolders()

  /// - Parameters:
  ///   - kinds: Those that `snapshot` has.
  ///   - threads: All of the machine.
  package init(
    _ snapshot: Snapshot, _ kinds: [any Mechanism.Type], _ threads: ThreadTable,
    in context: Context
  ) {
    self.snapshot = snapshot
    directory = ObjectDirectory(of: snapshot, kinds)
    let sighted = kinds.compactMap { $0 as? any Sighted.Type }
    scanner = snapshot.scanner(sighted, in: context)
    finder = DescriptorFinder(scanner)
    opening = sighted.compactMap { kind in
      kind.sightings(in: context).opening.map { (kind.keyword, $0) }
    }
    sockets = SocketEnds(snapshot)
    locks = FileLocks(on: Self.lockedFiles(threads, finder))
    mappings = MappingFinder(scanner)
    self.threads = threads
    divided = threads.divided
    self.context = context
  }

  /// For another look at the threads, with the same view of who holds what.
  package func again(among threads: ThreadTable) -> WaitReader {
    var reader = self
    reader.threads = threads
    reader.locks = FileLocks(on: Self.lockedFiles(threads, finder))
    reader.divided = threads.divided
    reader.holders = KnownHolders()
    return reader
  }

  /// What all those threads wait for that sleep, on all processors.
  package func all() -> [ThreadWaits] {
    let listed = threads.threads
    let shares = Shares<[(Int, ThreadWaits)]>(listed.count)
    Workers.run(min(Workers.usual, listed.count / 64 + 1), opensApart: true) { [self] in
      var own: [(Int, ThreadWaits)] = []
      while let share = shares.take() {
        for place in share { own.append((place, waits(of: listed[place]))) }
      }
      shares.give(own)
    }
    return shares.all.flatMap(\.self).sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// What one thread waits for.
  package func waits(of sample: ThreadSample) -> ThreadWaits {
    var thread = ThreadWaits(sample)
    guard case .call(let frame) = sample.place else {
      thread.isKnown = sample.place != .unreadable
      return thread
    }
    guard let process = try? ProcessDirectory(sample.id.pid),
      let call = BlockedCall(sample, in: process)
    else { return thread }
    // Its calls have other numbers, and other layouts of what they point to (KERNEL-NOTES section 6.3).
    if process.isOfForeignWidth(at: frame.stackPointer) {
      thread.isKnown = false
      return thread
    }
    thread.call = call.name
    thread.isTimeLimited = call.isTimeLimited
    thread.awaitsSignals = call.awaitsSignals
    guard sample.isAsleep || sample.isStopped else { return thread }
    guard let targets = call.targets else {
      thread.isKnown = call.name != nil || sample.isStopped
      return thread
    }
    var found = Found(isMoving: call.isMoving)
    let descriptors = finder.descriptors(of: sample.id)
    for target in targets { look(at: target, of: sample, descriptors, process, &found) }
    if found.isMoving { found.chooseEnd(isForRoom: call.sleepsForRoom) }
    thread.waits = found.waits.map { wait in
      var wait = wait
      wait.isTimeLimited = wait.isTimeLimited || call.isTimeLimited
      return wait
    }
    thread.hasOtherCause = found.hasOther || found.waits.isEmpty
    thread.isKnown = found.isKnown
    return thread
  }

  /// What the targets of one call come to.
  struct Found {
    /// Whether it waits at one of two ends.
    let isMoving: Bool
    var waits: [Wait] = []
    /// Whether one of them is something else than an object.
    var hasOther = false
    /// Whether all could be told.
    var isKnown = true
    /// The epoll(7) instances that were looked into.
    var instances: Set<Int32> = []

    private struct Reason: Hashable {
      let subject: Subject.Identity
      let need: Wait.Need
    }

    private var reasons: Set<Reason> = []

    init(isMoving: Bool) { self.isMoving = isMoving }

    /// Of a call that moves data: where there is none it waits for that, and else for room.
    ///
    /// - Parameter isForRoom: Whether the kernel tells so itself, which it does in words of its own.
    mutating func chooseEnd(isForRoom: Bool) {
      if isForRoom, waits.contains(where: { $0.need == .room }) {
        waits.removeAll { $0.need != .room }
        hasOther = false
        return
      }
      guard let source = waits.first(where: { $0.need != .room }), let isEmpty = source.isEmpty
      else { return }
      waits.removeAll { isEmpty ? $0.need == .room : $0.need != .room }
    }

    mutating func add(_ wait: Wait?) {
      guard let wait else {
        isKnown = false
        hasOther = true
        return
      }
      // One descriptor that is waited for to read and to write is two waits; twice the same is one.
      let reason = Reason(subject: wait.subject.identity, need: wait.need)
      if reasons.insert(reason).inserted { waits.append(wait) }
    }
  }

  private func look(
    at target: BlockedCall.Target, of thread: ThreadSample, _ descriptors: ThreadDescriptors,
    _ process: borrowing ProcessDirectory, _ found: inout Found
  ) {
    switch target {
    case .descriptor(let fd, let use): descriptor(fd, use, descriptors, &found)
    case .opening: found.add(opening(thread.id, process))
    case .connecting(let fd, let address):
      found.add(connection(fd, to: address, descriptors, process))
    case .messageQueue(let id, let use): found.add(queue(id, use, process))
    case .semaphores(let id, let operations): found.add(semaphores(id, operations, process))
    case .futex(let use): found.add(futex(use, thread, process))
    case .lock(let fd, let kind, let extent): found.add(lock(fd, kind, extent, descriptors))
    case .sending(let fd, let address):
      sending(fd, to: address, descriptors, process, &found)
    case .child(let selection): children(selection, of: thread, &found)
    case .process(let fd): found.add(self.process(behind: fd, descriptors))
    case .watch(let fd): watch(fd, descriptors, &found)
    }
  }
}
