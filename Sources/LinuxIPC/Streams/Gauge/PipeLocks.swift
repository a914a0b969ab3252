internal import CLinuxIPC
internal import SystemPackage

/// Who has a pipe locked, as far as the calls tell that threads sleep in.
///
/// splice(2) and sendfile(2) keep a pipe's lock while they wait at the other one of their descriptors (fs/splice.c,
/// splice_file_to_pipe, splice_from_pipe), and write(2) and the like while memory is fetched that they copy. Where
/// they wait for the pipe itself they give it up.
struct PipeLocks {
  /// A pipe is locked.
  struct Lock: Sendable, Equatable {
    /// Who has it locked, where that is known, and in which call.
    var owner: Owner?
  }

  struct Owner: Sendable, Hashable {
    let pid: Int32
    let call: String
  }

  private struct Sleeper {
    let call: String
    let descriptors: [Int32]
    /// Whether it waits for the lock itself, or may: then another one has it.
    let isUninterruptible: Bool
  }

  private let threads: ThreadTable?
  private var sleepers: [Int32: [Sleeper]] = [:]

  /// - Parameter threads: Who was seen; nil to look at each that is asked for.
  init(among threads: ThreadTable? = nil) {
    self.threads = threads
  }

  /// nil where none of the holders seems to lock it.
  mutating func lock(of holders: [Holder]) -> Lock? {
    var lock: Lock?
    for holder in holders {
      guard let fd = holder.fd else { continue }
      for sleeper in sleepers(of: holder.pid) where sleeper.descriptors.contains(fd) {
        let owner = Owner(pid: holder.pid, call: sleeper.call)
        if !sleeper.isUninterruptible { return Lock(owner: owner) }
        lock = Lock()
      }
    }
    return lock
  }

  private mutating func sleepers(of pid: Int32) -> [Sleeper] {
    if let known = sleepers[pid] { return known }
    let found = LentCapabilities.raising(Capability.sight) {
      (threads?.threads(of: pid) ?? Self.samples(of: pid)).compactMap(Self.sleeper)
    }
    sleepers[pid] = found
    return found
  }

  private static func samples(of pid: Int32) -> [ThreadSample] {
    guard let process = try? ProcessDirectory(pid), let threads = try? process.threads() else {
      return []
    }
    var count: UInt64 = 0
    return threads.compactMap { try? ThreadSample(process, $0, count: &count) }
  }

  /// A thread that may lock a pipe, or wait for its lock.
  private static func sleeper(_ sample: ThreadSample) -> Sleeper? {
    guard case .call(let frame) = sample.place else { return nil }
    let call = unsafe cipc_call(frame.number)
    let isUninterruptible = sample.state == UInt8(ascii: "D")
    let places: [Int]
    switch unsafe call.form {
    case CIPC_CALL_SPLICE: places = [0, 2]
    case CIPC_CALL_TEE, CIPC_CALL_SENDFILE: places = [0, 1]
    case CIPC_CALL_READ, CIPC_CALL_WRITE, CIPC_CALL_VMSPLICE: places = [0]
    // Of all others the first argument is a descriptor, too, in whatever may wait for a pipe's lock.
    case _ where isUninterruptible: places = [0]
    default: return nil
    }
    guard isUninterruptible || sample.isAsleep,
      let process = try? ProcessDirectory(sample.id.pid),
      isUninterruptible || !waitsForPipe(sample.id.tid, process),
      // Calls of another width have other numbers.
      !process.isOfForeignWidth(at: frame.stackPointer)
    else { return nil }
    return Sleeper(
      call: unsafe call.name.map { unsafe String(cString: $0) } ?? "a call",
      descriptors: places.map { Int32(truncatingIfNeeded: frame.arguments[$0]) },
      isUninterruptible: isUninterruptible)
  }

  /// Whether the function of the kernel that it sleeps in is one of fs/pipe.c: `pipe_wait_readable`,
  /// `anon_pipe_write` and their like, which sleep without the lock.
  private static func waitsForPipe(
    _ thread: Int32, _ process: borrowing ProcessDirectory
  ) -> Bool {
    let path = [UInt8](path: "task/\(thread)/wchan")
    guard let place = try? WholeFile.readShort(path, in: process.descriptor) else { return false }
    return String(decoding: place, as: UTF8.self).contains("pipe")
  }
}
