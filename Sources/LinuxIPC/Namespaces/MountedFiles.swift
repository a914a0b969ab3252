internal import CLinuxIPC
internal import SystemPackage

/// Fetches files from other mount namespaces.
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
    return MountVisits.made(questions.map { Fetch($0.namespace, $0.wanted, own) }).map(\.answers)
  }

  private struct Fetch: MountVisit {
    let namespace: NamespaceHandle
    let wanted: Wanted
    let own: FileStatus?
    var answers: Answers

    init(_ namespace: NamespaceHandle, _ wanted: Wanted, _ own: FileStatus?) {
      self.namespace = namespace
      self.wanted = wanted
      self.own = own
      answers = Answers(.timedOut, count: wanted.paths.count)
    }

    func start(_ mounts: Int32, isLent: Bool) throws(Errno) -> (pid: Int32, channel: Int32) {
      try unsafe wanted.withRequests { (requests) throws(Errno) in
        var channel: Int32 = -1
        let pid = try systemCall {
          unsafe cipc_start_fetching(
            mounts, isLent ? 1 : 0, requests.baseAddress, requests.count, own?.device ?? 0,
            own?.inode ?? 0,
            &channel)
        }
        return (pid, channel)
      }
    }

    mutating func take(from channel: Int32, milliseconds: Int32) throws(Errno) -> Bool {
      var answer = cipc_mounted_answer()
      var descriptor: Int32 = -1
      let size = try systemCall {
        unsafe cipc_take_fetched(channel, milliseconds, &answer, &descriptor)
      }
      if size == 0 { return false }
      let file: Result<OpenFile, Errno> =
        descriptor >= 0
        ? .success(OpenFile(Descriptor(adopting: descriptor)))
        : .failure(Errno(rawValue: answer.error))
      if answer.request < 0 {
        answers.table = file
        if case .failure(let error) = file { fail(error) }
      } else if answers.files.indices.contains(Int(answer.request)) {
        answers.files[Int(answer.request)] = file
      }
      return true
    }

    /// What came before it was too late is had.
    mutating func fail(_ error: Errno) {
      if error != .timedOut { answers = Answers(error, count: wanted.paths.count) }
    }
  }
}

extension MountedFiles.Wanted {
  fileprivate var paths: [[UInt8]] {
    switch self {
    case .sharedMemory: [[UInt8](path: DevShmUse.directory)]
    case .namespaces(let paths): paths
    }
  }

  private var isMemory: Bool {
    if case .sharedMemory = self { true } else { false }
  }

  fileprivate func withRequests<Value>(
    _ body: (UnsafeBufferPointer<cipc_mounted_request>) throws(Errno) -> Value
  ) throws(Errno) -> Value {
    let isMemory: Int32 = isMemory ? 1 : 0
    return try unsafe paths.withCPaths { (paths) throws(Errno) in
      let requests = unsafe paths.map { path in
        unsafe cipc_mounted_request(path: path, is_memory: isMemory)
      }
      let result = unsafe requests.withUnsafeBufferPointer { requests in
        Result { () throws(Errno) in try unsafe body(requests) }
      }
      return try result.get()
    }
  }
}
