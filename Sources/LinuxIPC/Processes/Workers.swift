internal import CLinuxIPC
internal import Glibc
internal import Synchronization

/// Threads for work that the kernel does: reading /proc.
package enum Workers {
  /// As many as there are processors to run on; more gain nothing, as they meet in the kernel's locks.
  package static var usual: Int {
    min(max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1), 8)
  }

  /// Calls `body` once on each of `count` threads, one of which is the calling one, and waits for all
  /// of them. Where no more threads may be had (RLIMIT_NPROC), there are fewer.
  ///
  /// A thread is born with the namespaces and credentials of its creator, clone(2).
  ///
  /// - Parameters:
  ///   - first: What the calling thread does while the others have begun.
  ///   - opensApart: Whether `body` leaves no descriptor open that another thread is to use: then each thread
  ///     has a table of its own, and none waits for another to open and close (unshare(2), CLONE_FILES).
  package static func run(
    _ count: Int, first: () -> Void = {}, opensApart: Bool = false,
    _ body: @escaping @Sendable () -> Void
  ) {
    var threads: [pthread_t] = []
    for _ in 1..<max(count, 1) {
      let work: @Sendable () -> Void = {
        if opensApart { _ = cipc_unshare(cipc_clone_files) }
        body()
      }
      guard let thread = start(work) else { break }
      threads.append(thread)
    }
    first()
    body()
    for thread in threads { pthread_join(thread, nil) }
  }

  /// Calls `body` on a thread of its own and waits for it.
  ///
  /// - Returns: Whether a thread may be had.
  package static func alone(_ body: @escaping @Sendable () -> Void) -> Bool {
    guard let thread = start(body) else { return false }
    pthread_join(thread, nil)
    return true
  }

  /// Calls both at the same time, where another thread may be had, and waits for both.
  package static func both<One: Sendable, Other: Sendable>(
    _ one: @escaping @Sendable () -> One, _ other: () -> Other
  ) -> (One, Other) {
    let first = Shares<One>()
    let thread = start { first.give(one()) }
    let second = other()
    if let thread { pthread_join(thread, nil) } else { first.give(one()) }
    return (first.all[0], second)
  }

  private static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
    let work = unsafe Unmanaged.passRetained(Work(body))
    var thread = pthread_t()
    let code = unsafe pthread_create(
      &thread, nil,
      { argument in
        if let argument = unsafe argument {
          unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
        }
        return nil
      }, work.toOpaque())
    if code != 0 { unsafe work.release() }
    return code == 0 ? thread : nil
  }

  private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }
  }
}

/// Hands out the numbers below `end`, each once, to whoever asks first; and takes what came of it.
package final class Shares<Result: Sendable>: Sendable {
  private let next = Atomic<Int>(0)
  private let end: Int
  private let step: Int
  private let results = Guarded<[Result]>([])

  /// - Parameters:
  ///   - end: 0 where there is nothing to hand out.
  ///   - step: How many numbers are given at a time.
  package init(_ end: Int = 0, step: Int = 16) {
    self.end = end
    self.step = step
  }

  /// A few numbers that nobody else gets; nil when there are no more.
  package func take() -> Range<Int>? {
    let start = next.wrappingAdd(step, ordering: .relaxed).oldValue
    return start < end ? start..<min(start + step, end) : nil
  }

  package func give(_ result: Result) {
    results.withLock { $0.append(result) }
  }

  /// What was given, in the order in which the workers ended.
  package var all: [Result] { results.withLock { $0 } }
}
