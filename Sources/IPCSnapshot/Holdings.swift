package import LinuxIPC

/// Who holds what: each process's hold on an object, in the order of the objects.
///
/// Plain values in one array, since a machine has many of them.
package struct Holdings: Sendable {
  /// One process's hold on one object, through one descriptor, or through its mappings of one access.
  package struct Entry: Sendable {
    package let object: ObjectIdentity
    /// The holder's place in `processes`.
    fileprivate(set) var process: Int32
    /// The holder's pid, by which holders are ordered.
    fileprivate let pid: Int32
    /// -1 for a mapping.
    fileprivate let descriptor: Int32
    package let access: Holder.Access
    package let mappings: UInt32
    let isHuge: Bool
    /// -1 for what is held.
    fileprivate let waitingThread: Int32

    init(_ finding: Finding, process: Int, pid: Int32) {
      object = finding.object
      self.process = Int32(process)
      self.pid = pid
      descriptor = finding.fd ?? -1
      access = finding.access
      mappings = finding.mappings
      isHuge = finding.isHuge
      waitingThread = finding.waitingThread ?? -1
    }

    /// Whether it is no holder, but waits to become one.
    fileprivate var isWaiting: Bool { waitingThread >= 0 }

    fileprivate func precedes(_ other: Entry) -> Bool {
      // Nearly always the inode decides.
      if object.inode != other.object.inode { return object.inode < other.object.inode }
      if object != other.object { return object < other.object }
      if pid != other.pid { return pid < other.pid }
      return descriptor < other.descriptor
    }

    /// nil for a mapping.
    package var fd: Int32? { descriptor < 0 ? nil : descriptor }
  }

  private var processes: [HolderProcess] = []
  private var entries: [Entry] = []
  private var hasWaiters = false

  package init() {}

  /// Adds what one process holds.
  mutating func add(_ process: HolderProcess, _ findings: [Finding]) {
    for finding in findings {
      entries.append(Entry(finding, process: processes.count, pid: process.pid))
      if finding.waitingThread != nil { hasWaiters = true }
    }
    processes.append(process)
  }

  /// Adds what another worker found and arranged.
  mutating func add(_ other: Holdings) {
    let offset = Int32(processes.count)
    processes += other.processes
    hasWaiters = hasWaiters || other.hasWaiters
    var merged: [Entry] = []
    merged.reserveCapacity(entries.count + other.entries.count)
    var index = 0
    for var entry in other.entries {
      entry.process += offset
      while index < entries.count, entries[index].precedes(entry) {
        merged.append(entries[index])
        index += 1
      }
      merged.append(entry)
    }
    merged += entries[index...]
    entries = merged
  }

  /// Orders them by object, those of an object by process, and those of a process as they were found:
  /// workers end in any order. Comes before `add` of others, and before any question.
  mutating func arrange() {
    entries.sort { $0.precedes($1) }
  }

  /// The holders of `object`, by process.
  ///
  /// - Parameters:
  ///   - access: What a holder may do with it whose descriptor is open for its argument.
  ///   - isWanted: Which of them.
  package func holders(
    of object: ObjectIdentity, accessing access: (Holder.Access) -> Holder.Access = { $0 },
    where isWanted: (Entry) -> Bool = { _ in true }
  ) -> [Holder] {
    let range = range(of: object)
    var holders: [Holder] = []
    holders.reserveCapacity(range.count)
    for index in range where !entries[index].isWaiting && isWanted(entries[index]) {
      let entry = entries[index]
      holders.append(
        Holder(
          process: processes[Int(entry.process)], fd: entry.fd, access: access(entry.access),
          mappings: entry.mappings, isHuge: entry.isHuge))
    }
    return holders
  }

  /// The threads that wait in open(2) for `object`, by process.
  package func waiters(of object: ObjectIdentity) -> [Waiter] {
    if !hasWaiters { return [] }
    return entries[range(of: object)].compactMap { entry in
      guard entry.isWaiting else { return nil }
      return Waiter(
        process: processes[Int(entry.process)], thread: entry.waitingThread, access: entry.access)
    }
  }

  /// The sockets that `isWanted` is true of, with each of their holders.
  package func sockets(where isWanted: (ObjectIdentity) -> Bool) -> [HeldSocket] {
    entries.compactMap { entry in
      guard entry.object.device == HeldSocket.device, isWanted(entry.object) else { return nil }
      return HeldSocket(entry.object, holder(entry))
    }
  }

  /// Calls `visit` with each process that holds something, and with its holds in the order of their
  /// descriptors, mappings first.
  package func forEachProcess(_ visit: (HolderProcess, [Entry]) -> Void) {
    var shares = [[Entry]](repeating: [], count: processes.count)
    for entry in entries where !entry.isWaiting { shares[Int(entry.process)].append(entry) }
    for index in processes.indices.sorted(by: { processes[$0].pid < processes[$1].pid }) {
      visit(processes[index], shares[index].sorted { $0.descriptor < $1.descriptor })
    }
  }

  package func holder(_ entry: Entry) -> Holder {
    Holder(
      process: processes[Int(entry.process)], fd: entry.fd, access: entry.access,
      mappings: entry.mappings, isHuge: entry.isHuge)
  }

  /// Drops all that is known of `object`.
  mutating func forget(_ object: ObjectIdentity) {
    entries.removeSubrange(range(of: object))
  }

  /// How often each of the objects is mapped whose numbers are of a space.
  func mappings(in space: ObjectIdentity.Space) -> [ObjectIdentity: UInt64] {
    [ObjectIdentity: UInt64](mappings: entries.lazy.map { ($0.object, $0.mappings) }, in: space)
  }

  /// Whether somebody holds what has the number of `object` in another namespace.
  func hasNamesake(of object: ObjectIdentity) -> Bool {
    let start = firstIndex { $0.object.inode >= object.inode }
    return entries[start...].prefix { $0.object.inode == object.inode }.contains {
      $0.object.space == object.space && $0.object.namespace != object.namespace
    }
  }

  private func range(of object: ObjectIdentity) -> Range<Int> {
    let start = firstIndex { !($0.object < object) }
    var end = start
    while end < entries.count, entries[end].object == object { end += 1 }
    return start..<end
  }

  /// The first entry for which `condition` holds, which then holds for all that follow.
  private func firstIndex(where condition: (Entry) -> Bool) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if condition(entries[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
