internal import SystemPackage

/// All threads of the machine, each at its moment.
package struct ThreadTable: Sendable {
  /// In the order of their numbers.
  package private(set) var threads: [ThreadSample] = []
  private var places: [ThreadID: Int] = [:]
  private var children: [Int32: [Int32]] = [:]
  /// The processes of the threads.
  private var pids: [Int32: Int32] = [:]
  private var tracees: [Int32: [ThreadID]] = [:]
  private var byOwnNumber: [Int32: [ThreadID]] = [:]
  /// By pid: where the threads of a process begin.
  private var firsts: [Int32: Int] = [:]

  /// The threads of one process; none of one that has ended.
  ///
  /// Where one ends while the kernel lists them, it passes over others (fs/proc/base.c, first_tid and next_tid). So
  /// all that are listed have to be there still, and as many as there are when each is looked at: then nobody came
  /// or went unseen but who was seen to run, or will be found to have moved.
  private static func read(_ pid: Int32) -> [ThreadSample] {
    LentCapabilities.raising(Capability.sight) { readNow(pid) }
  }

  private static func readNow(_ pid: Int32) -> [ThreadSample] {
    guard let process = try? ProcessDirectory(pid) else { return [] }
    var samples: [ThreadSample] = []
    for _ in 0..<3 {
      guard let tids = try? process.threads() else { return [] }
      samples = []
      var isWhole = true
      for tid in tids {
        var count: UInt64 = 0
        if let sample = try? ThreadSample(process, tid, count: &count) { samples.append(sample) }
        isWhole = isWhole && count == UInt64(tids.count)
      }
      if isWhole || samples.isEmpty { return samples }
    }
    return samples + [ThreadSample(unseenBeside: samples[0])]
  }

  /// Looks at every thread, on all processors.
  package init() {
    let list = ProcessList()
    let shares = Shares<[ThreadSample]>()
    Workers.run(min(Workers.usual, ProcessList.count / 32 + 1), opensApart: true) {
      var samples: [ThreadSample] = []
      while let pids = list.take() { for pid in pids { samples += Self.read(pid) } }
      shares.give(samples)
    }
    threads = shares.all.flatMap(\.self).sorted { $0.id < $1.id }
    for (place, thread) in threads.enumerated() {
      places[thread.id] = place
      pids[thread.id.tid] = thread.id.pid
      byOwnNumber[thread.innerNumbers.last ?? thread.id.tid, default: []].append(thread.id)
      if firsts[thread.id.pid] == nil { firsts[thread.id.pid] = place }
      // A process lives as long as one of its threads does.
      if !thread.hasEnded, children[thread.parent]?.last != thread.id.pid {
        children[thread.parent, default: []].append(thread.id.pid)
      }
    }
    for thread in threads where thread.tracer != 0 && !thread.hasEnded {
      // Any thread of the tracer's process may wait for it (wait(2), __WNOTHREAD).
      if let pid = pids[thread.tracer] { tracees[pid, default: []].append(thread.id) }
    }
  }

  /// The processes whose threads do not all share one table of descriptors (unshare(2), CLONE_FILES).
  package var divided: Set<Int32> {
    Set(
      firsts.keys.filter { pid in
        let living = threads(of: pid).filter { !$0.hasEnded }
        guard let first = living.first, living.count > 1 else { return false }
        return living.dropFirst().contains { $0.sharesDescriptors(with: first) == false }
      })
  }

  /// Whether there is a thread of that number now: /proc has a directory for each, though it lists none.
  package static func isThere(_ tid: Int32) -> Bool { (try? ProcessDirectory(tid)) != nil }

  /// The processes that are there and are not in `earlier`.
  package func newcomers(since earlier: ThreadTable) -> [Int32] {
    firsts.keys.filter { earlier.firsts[$0] == nil }
  }

  /// The threads that have that number in their own pid namespaces, pid_namespaces(7): so they, and what they write
  /// to memory, know themselves.
  package func threads(numberedByThemselves tid: Int32) -> [ThreadID] { byOwnNumber[tid] ?? [] }

  /// The pid namespace of a process; nil for one that has ended, or that may not be looked at.
  package static func pidNamespace(of pid: Int32) -> UInt64? {
    guard let process = try? ProcessDirectory(pid) else { return nil }
    return LentCapabilities.raising([.systemPtrace]) {
      (try? Namespace.of(process: process.descriptor, .pid))?.inode
    }
  }

  /// The processes that `pid` started and that have not ended, in the order of their numbers.
  package func children(of pid: Int32) -> [Int32] { children[pid] ?? [] }

  /// The threads that some thread of `pid` traces, and that have not ended.
  package func tracees(of pid: Int32) -> [ThreadID] { tracees[pid] ?? [] }

  /// The threads of a process.
  package func threads(of pid: Int32) -> [ThreadSample] {
    guard let first = firsts[pid] else { return [] }
    return Array(threads[first...].prefix { $0.id.pid == pid })
  }

  package subscript(_ id: ThreadID) -> ThreadSample? { places[id].map { threads[$0] } }
}
