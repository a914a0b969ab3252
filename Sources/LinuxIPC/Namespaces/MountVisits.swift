internal import CLinuxIPC
internal import Glibc
internal import Synchronization
internal import SystemPackage

/// What a process does that is sent into another mount namespace, and what has come of it.
protocol MountVisit {
  var namespace: NamespaceHandle { get }

  /// Starts the process, with a handle on the namespace.
  func start(_ mounts: Int32) throws(Errno) -> (pid: Int32, channel: Int32)

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
  /// Makes several at the same time.
  static func made<Visit: MountVisit>(_ visits: [Visit]) -> [Visit] {
    var made: [Visit] = []
    for start in stride(from: 0, to: visits.count, by: batch) {
      made += madeAtOnce(visits[start..<min(start + batch, visits.count)])
    }
    return made
  }

  /// How many children there are at a time.
  private static let batch = 32

  private static func madeAtOnce<Visit: MountVisit>(_ visits: ArraySlice<Visit>) -> [Visit] {
    let children = visits.map { start($0) }
    let begin = ContinuousClock.now
    // Who was silent once has all that come later wait no longer than they are likely to need.
    let end = begin + max(patience.withLock { $0 }, leastPatience)
    var isSilent = false
    let made = zip(visits, children).map { visit, child in
      var visit = visit
      do throws(Errno) {
        try take(all: &visit, from: child, until: end)
      } catch {
        if error == .timedOut { isSilent = true }
        visit.fail(error)
      }
      return visit
    }
    if isSilent { patience.withLock { $0 = max($0 - (ContinuousClock.now - begin), .zero) } }
    return made
  }

  /// How long file systems are waited for, all together.
  private static let patience = Mutex<Duration>(.seconds(5))

  private static let leastPatience: Duration = .seconds(2)

  /// How long what a child has to tell is taken when those before it have used up the time: it waits for that itself.
  private static let courtesy: Duration = .milliseconds(200)

  private typealias Child = Result<(pid: Int32, channel: Int32), Errno>

  private static func start<Visit: MountVisit>(_ visit: Visit) -> Child {
    Result { () throws(Errno) in
      // A child is born with the rights of who starts it.
      try LentCapabilities.raising([.systemAdmin, .systemChroot]) { () throws(Errno) in
        try visit.namespace.withNumber { (mounts) throws(Errno) in try visit.start(mounts) }
      }
    }
  }

  private static func take<Visit: MountVisit>(
    all visit: inout Visit, from child: Child, until end: ContinuousClock.Instant
  ) throws(Errno) {
    let (pid, channel) = try child.get()
    defer { _ = Glibc.close(channel) }
    let end = max(end, .now + courtesy)
    do throws(Errno) {
      var isAtEnd = false
      while !isAtEnd {
        // Who sends without end is left as well.
        let rest = (end - .now).milliseconds
        guard rest >= 0 else { throw .resourceTemporarilyUnavailable }
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
