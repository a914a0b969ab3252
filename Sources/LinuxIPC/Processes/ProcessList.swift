internal import SystemPackage

/// The processes that /proc lists, each for the worker that asks first.
///
/// The first that asks reads the list, while the others may still do something else.
final class ProcessList: Sendable {
  private struct Reading {
    var pids: [Int32]?
    var next = 0
  }

  private let reading = Guarded(Reading())
  private static let step = 16

  /// A few processes that nobody else gets; nil when there are no more.
  func take() -> ArraySlice<Int32>? {
    reading.withLock { reading in
      let pids = reading.pids ?? Self.read()
      reading.pids = pids
      guard reading.next < pids.count else { return nil }
      let start = reading.next
      reading.next = min(start + Self.step, pids.count)
      return pids[start..<reading.next]
    }
  }

  /// The first of them; nil where /proc is not there.
  var first: Int32? { reading.withLock { $0.pids?.first } }

  /// How many there are, about (fs/proc/root.c, proc_root_getattr).
  static var count: Int {
    Int(clamping: (try? FileStatus(of: [UInt8](path: "/proc")))?.links ?? 0)
  }

  private static func read() -> [Int32] {
    var pids: [Int32] = []
    LentCapabilities.raising([.systemPtrace]) {
      try? ProcessDirectory.forEachPID { pid in
        pids.append(pid)
        return true
      }
    }
    return pids
  }
}
