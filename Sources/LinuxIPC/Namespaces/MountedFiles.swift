internal import CLinuxIPC
internal import Glibc
internal import Synchronization
internal import SystemPackage

/// Fetches files from other mount namespaces, from each through a process that enters it.
///
/// Those inside may have made the file systems that lead there, and have whoever asks wait for ever, in a call that no
/// signal ends (fuse(4)). A thread that waits so keeps its process from ending: a child is left behind.
enum MountedFiles {
  /// What is wanted of a namespace.
  enum Wanted: Sendable {
    /// The directory /dev/shm, to be read.
    case sharedMemory
    /// Handles on the namespaces that are mounted at some paths.
    case namespaces([[UInt8]])
  }

  /// What was had.
  struct Answers: Sendable {
    /// Its mounts, /proc/PID/mountinfo, for who reads it now.
    var table: Result<OpenFile, Errno>
    /// As they were asked for.
    var files: [Result<OpenFile, Errno>]

    init(_ error: Errno, count: Int) {
      table = .failure(error)
      files = [Result<OpenFile, Errno>](repeating: .failure(error), count: count)
    }
  }

  /// Asks several namespaces at the same time.
  ///
  /// - Returns: The answers of each; `timedOut` for what did not come.
  static func fetch(_ questions: [(namespace: NamespaceHandle, wanted: Wanted)]) -> [Answers] {
    let own = try? DevShmUse.ownDirectory().status()
    var answers: [Answers] = []
    for start in stride(from: 0, to: questions.count, by: batch) {
      answers += fetchAtOnce(questions[start..<min(start + batch, questions.count)], own)
    }
    return answers
  }

  /// How many children there are at a time.
  private static let batch = 32

  private static func fetchAtOnce(
    _ questions: ArraySlice<(namespace: NamespaceHandle, wanted: Wanted)>, _ own: FileStatus?
  ) -> [Answers] {
    let children = questions.map { self.start($0.namespace, $0.wanted, own) }
    let begin = ContinuousClock.now
    // Who was silent once has all that come later wait no longer than they are likely to need.
    let end = begin + max(patience.withLock { $0 }, leastPatience)
    var isSilent = false
    let answers = zip(questions, children).map { question, child in
      let answers = take(from: child, question.wanted.count, until: end)
      if case .failure(.timedOut) = answers.table { isSilent = true }
      for case .failure(.timedOut) in answers.files { isSilent = true }
      return answers
    }
    if isSilent { patience.withLock { $0 = max($0 - (ContinuousClock.now - begin), .zero) } }
    return answers
  }

  /// How long file systems are waited for, all together.
  private static let patience = Mutex<Duration>(.seconds(5))

  private static let leastPatience: Duration = .seconds(2)

  private enum Child {
    case running(pid: Int32, channel: Int32)
    case failed(Errno)
  }

  private static func start(
    _ namespace: NamespaceHandle, _ wanted: Wanted, _ own: FileStatus?
  ) -> Child {
    let paths = wanted.paths
    var channel: Int32 = -1
    do throws(Errno) {
      // A child is born with the rights of who starts it.
      let pid = try LentCapabilities.raising([.systemAdmin, .systemChroot]) { () throws(Errno) in
        try namespace.withNumber { (mounts) throws(Errno) in
          try unsafe withRequests(paths, isMemory: wanted.isMemory) { (requests) throws(Errno) in
            try systemCall {
              unsafe cipc_start_fetching(
                mounts, requests.baseAddress, requests.count, own?.device ?? 0, own?.inode ?? 0,
                &channel)
            }
          }
        }
      }
      return .running(pid: pid, channel: channel)
    } catch {
      return .failed(error)
    }
  }

  private static func withRequests<Value>(
    _ paths: [[UInt8]], isMemory: Bool,
    _ body: (UnsafeBufferPointer<cipc_mounted_request>) throws(Errno) -> Value
  ) throws(Errno) -> Value {
    // One text after the other, each with its NUL.
    var text: [CChar] = []
    var places: [Int] = []
    for path in paths {
      places.append(text.count)
      text += path.map { CChar(truncatingIfNeeded: $0) } + [0]
    }
    let result = unsafe text.withUnsafeBufferPointer { text in
      let requests = unsafe places.map { place in
        unsafe cipc_mounted_request(
          path: text.baseAddress.map { unsafe $0 + place }, is_memory: isMemory ? 1 : 0)
      }
      return unsafe requests.withUnsafeBufferPointer { requests in
        Result { () throws(Errno) in try unsafe body(requests) }
      }
    }
    return try result.get()
  }

  private static func take(
    from child: Child, _ count: Int, until end: ContinuousClock.Instant
  ) -> Answers {
    guard case .running(let pid, let channel) = child else {
      guard case .failed(let error) = child else { return Answers(.timedOut, count: count) }
      return Answers(error, count: count)
    }
    defer { _ = Glibc.close(channel) }
    var answers = Answers(.timedOut, count: count)
    while true {
      let rest = max((end - .now).milliseconds, 0)
      var answer = cipc_mounted_answer()
      var descriptor: Int32 = -1
      do throws(Errno) {
        let size = try systemCall {
          unsafe cipc_take_fetched(channel, Int32(clamping: rest), &answer, &descriptor)
        }
        if size == 0 { break }
      } catch {
        cipc_leave_fetching(pid)
        return answers
      }
      let file: Result<OpenFile, Errno> =
        descriptor >= 0
        ? .success(OpenFile(Descriptor(adopting: descriptor)))
        : .failure(Errno(rawValue: answer.error))
      if answer.request < 0 {
        answers.table = file
        if case .failure(let error) = file { answers = Answers(error, count: count) }
      } else if answers.files.indices.contains(Int(answer.request)) {
        answers.files[Int(answer.request)] = file
      }
    }
    _ = cipc_wait_for_child(pid)
    return answers
  }
}

extension MountedFiles.Wanted {
  fileprivate var paths: [[UInt8]] {
    switch self {
    case .sharedMemory: [[UInt8](path: DevShmUse.directory)]
    case .namespaces(let paths): paths
    }
  }

  fileprivate var count: Int { paths.count }

  fileprivate var isMemory: Bool {
    if case .sharedMemory = self { true } else { false }
  }
}

extension Duration {
  fileprivate var milliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }
}
