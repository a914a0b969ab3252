internal import CLinuxIPC
internal import Glibc
internal import Synchronization
internal import SystemPackage

/// What a process does that is sent into another mount namespace, and what has come of it.
protocol MountVisit {
  var namespace: NamespaceHandle { get }

  /// Starts the process, with a handle on the namespace.
  ///
  /// - Parameter isLent: Whether the rights that take it there are not the user's, and end there.
  func start(_ mounts: Int32, isLent: Bool) throws(Errno) -> (pid: Int32, channel: Int32)

  /// Takes what it sends next.
  ///
  /// - Returns: Whether that was not the end.
  /// - Throws: `resourceTemporarilyUnavailable` when nothing comes in time.
  mutating func take(from channel: Int32, milliseconds: Int32) throws(Errno) -> Bool

  /// Notes what kept it from being made, or from its end: `timedOut` for what did not come.
  mutating func fail(_ error: Errno)
}

/// Visits in other mount namespaces, each made by a process that enters it.
///
/// Those inside may have made the file systems that lead there, and have whoever asks wait for ever, in a call that no
/// signal ends (fuse(4)). A thread that waits so keeps its process from ending: a child is left behind.
enum MountVisits {
  /// Makes several, as many at the same time as there may be processes for it.
  static func made<Visit: MountVisit>(_ visits: [Visit]) -> [Visit] {
    let begin = ContinuousClock.now
    // Who was silent once has all that come later wait no longer than they are likely to need.
    let end = begin + max(patience.withLock { $0 }, leastPatience)
    var made: [Visit] = []
    var isSilent = false
    for start in stride(from: 0, to: visits.count, by: batch) {
      made += madeAtOnce(
        visits[start..<min(start + batch, visits.count)], until: end, &isSilent)
    }
    if isSilent { patience.withLock { $0 = max($0 - (ContinuousClock.now - begin), .zero) } }
    return made
  }

  /// How many children there are at a time.
  private static let batch = 32

  /// Takes from each what it has: one that is silent keeps no other from sending.
  private static func madeAtOnce<Visit: MountVisit>(
    _ visits: ArraySlice<Visit>, until end: ContinuousClock.Instant, _ isSilent: inout Bool
  ) -> [Visit] {
    var visits = Array(visits)
    var children: [Int: Child] = [:]
    for place in visits.indices {
      do throws(Errno) {
        guard ContinuousClock.now < end else { throw Errno.timedOut }
        children[place] = try start(visits[place])
      } catch {
        if error == .timedOut { isSilent = true }
        visits[place].fail(error)
      }
    }
    while !children.isEmpty {
      let ready = waiting(children, until: end)
      // What has been sent is taken also when the time is over.
      let isOver = ready.isEmpty
      for (place, child) in children where isOver || ready.contains(child.channel) {
        do throws(Errno) {
          var isAtEnd = false
          repeat {
            isAtEnd = try !visits[place].take(from: child.channel, milliseconds: 0)
          } while isOver && !isAtEnd
          if !isAtEnd { continue }
          _ = cipc_wait_for_child(child.pid)
        } catch {
          cipc_leave_child(child.pid)
          let isLate = error == .resourceTemporarilyUnavailable
          if isLate { isSilent = true }
          visits[place].fail(isLate ? .timedOut : error)
        }
        _ = Glibc.close(child.channel)
        children[place] = nil
      }
    }
    return visits
  }

  /// The channels that have something, or have ended; none when the time is over.
  private static func waiting(
    _ children: [Int: Child], until end: ContinuousClock.Instant
  ) -> Set<Int32> {
    var channels = children.values.map { pollfd(fd: $0.channel, events: Int16(POLLIN), revents: 0) }
    var count: Int32
    repeat {
      let rest = Int32(clamping: max((end - .now).milliseconds, 0))
      count = unsafe poll(&channels, nfds_t(channels.count), rest)
    } while count < 0 && errno == EINTR
    return Set(channels.lazy.filter { $0.revents != 0 }.map(\.fd))
  }

  /// How long file systems are waited for, all together.
  private static let patience = Mutex<Duration>(.seconds(5))

  private static let leastPatience: Duration = .seconds(2)

  private typealias Child = (pid: Int32, channel: Int32)

  private static func start<Visit: MountVisit>(_ visit: Visit) throws(Errno) -> Child {
    // A child is born with the rights of who starts it.
    try LentCapabilities.raising([.systemAdmin, .systemChroot]) { () throws(Errno) in
      try visit.namespace.withNumber { (mounts) throws(Errno) in
        try visit.start(mounts, isLent: LentCapabilities.areLent)
      }
    }
  }
}
