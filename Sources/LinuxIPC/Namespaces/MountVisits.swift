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

  private static func madeAtOnce<Visit: MountVisit>(
    _ visits: ArraySlice<Visit>, until end: ContinuousClock.Instant, _ isSilent: inout Bool
  ) -> [Visit] {
    let children = visits.map { ContinuousClock.now < end ? start($0) : .failure(.timedOut) }
    return zip(visits, children).map { visit, child in
      var visit = visit
      do throws(Errno) {
        try take(all: &visit, from: child, until: end)
      } catch {
        if error == .timedOut { isSilent = true }
        visit.fail(error)
      }
      return visit
    }
  }

  /// How long file systems are waited for, all together.
  private static let patience = Mutex<Duration>(.seconds(5))

  private static let leastPatience: Duration = .seconds(2)

  private typealias Child = Result<(pid: Int32, channel: Int32), Errno>

  private static func start<Visit: MountVisit>(_ visit: Visit) -> Child {
    Result { () throws(Errno) in
      // A child is born with the rights of who starts it.
      try LentCapabilities.raising([.systemAdmin, .systemChroot]) { () throws(Errno) in
        try visit.namespace.withNumber { (mounts) throws(Errno) in
          try visit.start(mounts, isLent: LentCapabilities.areLent)
        }
      }
    }
  }

  private static func take<Visit: MountVisit>(
    all visit: inout Visit, from child: Child, until end: ContinuousClock.Instant
  ) throws(Errno) {
    let (pid, channel) = try child.get()
    defer { _ = Glibc.close(channel) }
    do throws(Errno) {
      var isAtEnd = false
      while !isAtEnd {
        // What has been sent is taken also when those before have used up the time.
        let rest = max((end - .now).milliseconds, 0)
        isAtEnd = try !visit.take(from: channel, milliseconds: Int32(clamping: rest))
      }
    } catch {
      cipc_leave_visit(pid)
      throw error == .resourceTemporarilyUnavailable ? .timedOut : error
    }
    _ = cipc_wait_for_child(pid)
  }
}

extension Duration {
  fileprivate var milliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }
}
