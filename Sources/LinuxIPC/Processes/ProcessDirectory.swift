internal import CLinuxIPC
internal import Glibc
package import SystemPackage

/// A process, held by its open directory in /proc: after it ends every read fails with ESRCH, and none
/// ever reaches a later process with the same pid.
package struct ProcessDirectory: ~Copyable {
  package let pid: Int32
  package let descriptor: Descriptor

  /// Opens `/proc/<pid>`.
  ///
  /// - Throws: `noSuchFileOrDirectory` when there is no such process, or none that may be seen
  ///   (hidepid, proc(5)).
  package init(_ pid: Int32) throws(Errno) {
    self.pid = pid
    descriptor = try Self.open(pid)
  }

  private static func open(_ pid: Int32) throws(Errno) -> Descriptor {
    guard !isForeign else { throw .noSuchFileOrDirectory }
    return try Descriptor(opening: [UInt8](path: "/proc/\(pid)"), flags: [.path, .directory])
  }

  /// Our own, whatever our pid is in the namespace that /proc belongs to.
  static func own() throws(Errno) -> ProcessDirectory {
    ProcessDirectory(
      pid: getpid(),
      descriptor: try Descriptor(opening: [UInt8](path: "/proc/self"), flags: [.path, .directory]))
  }

  private init(pid: Int32, descriptor: consuming Descriptor) {
    self.pid = pid
    self.descriptor = descriptor
  }

  /// Calls `visit` with each process that /proc lists, in the order of their pids.
  package static func forEachPID(_ visit: (Int32) -> Bool) throws(Errno) {
    guard !isForeign else { throw .noSuchFileOrDirectory }
    let directory = try Descriptor(opening: [UInt8](path: "/proc"), flags: .directory)
    try DirectoryEntries.forEach(in: directory) { name in
      var scanner = ByteScanner()
      guard name.count > 0, name[0] &- UInt8(ascii: "0") <= 9,
        let pid = scanner.decimal(in: name, as: Int32.self), scanner.isAtEnd(of: name)
      else { return true }
      return visit(pid)
    }
  }

  /// What /proc/PID/stat says that is needed here.
  package struct Status: Sendable, Equatable {
    package let command: [UInt8]
    package let state: UInt8
    package let parent: Int32
    /// Its process group and its session, setpgid(2), setsid(2).
    package let group: Int32
    package let session: Int32
    package let isKernelThread: Bool
    /// PF_EXITING: it gives up what it has, and comes back to nothing.
    package let isEnding: Bool
    /// How many threads its process has.
    package let threads: UInt64
    /// In clock ticks since the machine started.
    package let startTime: UInt64

    /// Whether its first thread is a zombie; others may live.
    package var hasEnded: Bool { state == UInt8(ascii: "Z") || state == UInt8(ascii: "X") }
  }

  /// Reads `stat`, which everybody may.
  package func status() throws(Errno) -> Status {
    let text = try read("stat")
    guard let status = Self.parse(stat: text) else { throw .ioError }
    return status
  }

  /// The effective user: the directory's owner, also of a process that may not be traced (fs/proc/base.c,
  /// pid_getattr).
  package func uid() throws(Errno) -> UInt32 {
    try LentCapabilities.raising([.systemPtrace]) { () throws(Errno) in
      try descriptor.status().uid
    }
  }

  /// A file in its directory that everybody may read to whom the process shows at all (hidepid, proc(5)).
  private func read(_ name: String) throws(Errno) -> [UInt8] {
    try LentCapabilities.raising([.systemPtrace]) { () throws(Errno) in
      try WholeFile.readShort([UInt8](path: name), in: descriptor)
    }
  }

  /// The name of its leader: 15 bytes that it may choose.
  package func command() throws(Errno) -> [UInt8] {
    var command = try read("comm")
    if command.last == 0x0A { command.removeLast() }
    return command
  }

  /// How many threads it has: beside its own two, the directory has a link for each (fs/proc/base.c,
  /// proc_task_getattr).
  func threadCount() throws(Errno) -> UInt64 {
    let links = try LentCapabilities.raising([.systemPtrace]) { () throws(Errno) in
      try FileStatus(of: [UInt8](path: "task"), in: descriptor).links
    }
    return links > 2 ? links - 2 : 1
  }

  /// Whether it has ended, all its threads with it.
  func hasEnded() throws(Errno) -> Bool {
    guard try status().hasEnded else { return false }
    return try threadCount() == 1
  }

  /// The process that it is: another one when `pid` is the number of a thread, which /proc does not list, but
  /// has a directory for that shows what its process holds (fs/proc/base.c, proc_pid_lookup).
  func leader() throws(Errno) -> Int32 {
    let text = try read("status")
    guard let leader = ByteScanner.number(behind: "Tgid:", in: text.span) else { throw .ioError }
    return Int32(truncatingIfNeeded: leader)
  }

  /// The numbers of the process group of a process, in our pid namespace and in those below ours that it is in, down
  /// to its own (proc_pid_status(5), NSpgid); nil when that cannot be read.
  package static func groups(of pid: Int32) -> [Int32]? {
    guard let process = try? ProcessDirectory(pid),
      let text = try? WholeFile.read([UInt8](path: "status"), in: process.descriptor)
    else { return nil }
    return ByteScanner.numbers(behind: "NSpgid:", in: text.span)
  }

  /// Its threads, the leader among them.
  func threads() throws(Errno) -> [Int32] {
    if try threadCount() == 1 { return [pid] }
    let directory = try LentCapabilities.raising([.systemPtrace]) { () throws(Errno) in
      try Descriptor(opening: [UInt8](path: "task"), in: descriptor, flags: .directory)
    }
    var threads: [Int32] = []
    try DirectoryEntries.forEach(in: directory) { name in
      var scanner = ByteScanner()
      if let thread = scanner.decimal(in: name, as: Int32.self) { threads.append(thread) }
      return true
    }
    return threads
  }

  /// /proc/PID/stat: the command stands in parentheses and may hold any byte, also parentheses.
  static func parse(stat bytes: [UInt8]) -> Status? {
    let text = bytes.span
    guard let open = bytes.firstIndex(of: UInt8(ascii: "(")),
      let close = bytes.lastIndex(of: UInt8(ascii: ")")), open < close
    else { return nil }
    var scanner = ByteScanner(at: close + 1)
    guard let state = scanner.word(in: text), state.count == 1 else { return nil }
    // Fields are counted from 1 in proc_pid_stat(5); the state is the third.
    let parentField = 4
    let groupField = 5
    let sessionField = 6
    let flagsField = 9
    let threadsField = 20
    let startTimeField = 22
    var flags: UInt64 = 0
    var parent: UInt64 = 0
    var group: UInt64 = 0
    var session: UInt64 = 0
    var threads: UInt64 = 0
    var value: UInt64 = 0
    for field in parentField...startTimeField {
      scanner.skipBlanks(in: text)
      _ = scanner.skip(UInt8(ascii: "-"), in: text)
      guard let number = scanner.decimal(in: text, as: UInt64.self) else { return nil }
      if field == parentField { parent = number }
      if field == groupField { group = number }
      if field == sessionField { session = number }
      if field == flagsField { flags = number }
      if field == threadsField { threads = number }
      value = number
    }
    return Status(
      command: Array(bytes[open + 1..<close]), state: bytes[state.lowerBound],
      parent: Int32(truncatingIfNeeded: parent), group: Int32(truncatingIfNeeded: group),
      session: Int32(truncatingIfNeeded: session),
      isKernelThread: flags & UInt64(cipc_pf_kthread) != 0,
      isEnding: flags & UInt64(cipc_pf_exiting) != 0, threads: threads, startTime: value)
  }
}
