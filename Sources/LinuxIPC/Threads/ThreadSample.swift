internal import CLinuxIPC
internal import SystemPackage

/// What a thread was doing at one moment: read from /proc, which neither stops nor wakes it.
package struct ThreadSample: Sendable, Equatable {
  package let id: ThreadID
  /// /proc/PID/task/TID/comm: 15 bytes that it may choose.
  package let command: [UInt8]
  /// The letter of proc_pid_stat(5).
  package let state: UInt8
  /// The parent of its process.
  package let parent: Int32
  /// In clock ticks since the machine started.
  package let startTime: UInt64
  package let place: Place
  /// How often it gave up the processor, and lost it; nil where it is not in a call.
  package let switches: Switches?
  /// The thread that traces it, ptrace(2); 0 for none.
  package internal(set) var tracer: Int32 = 0
  /// Its numbers in the pid namespaces below ours that it is in, from the outermost to its own (pid_namespaces(7)).
  package internal(set) var innerNumbers: [Int32] = []

  /// Where it is, /proc/PID/task/TID/syscall.
  package enum Place: Sendable, Equatable {
    case running
    /// In the kernel, and in no system call: a page fault, or a thread of the kernel's.
    case outside
    case call(Frame)
    /// That may not be read.
    case unreadable
  }

  /// A system call: what it was told, and from where.
  package struct Frame: Sendable, Equatable {
    package let number: Int64
    /// Six registers.
    package let arguments: [UInt64]
    package let stackPointer: UInt64
  }

  package struct Switches: Sendable, Equatable {
    let voluntary: UInt64
    let involuntary: UInt64
  }

  /// Whether both have one table of descriptors, kcmp(2); nil when one has ended, or the kernel does not tell.
  package func sharesDescriptors(with other: ThreadSample) -> Bool? {
    let answer = LentCapabilities.raising([.systemPtrace]) {
      cipc_compare_descriptors(id.tid, other.id.tid)
    }
    if answer <= 0 { return answer < 0 ? nil : true }
    // Who ends has given his up before he is gone (kernel/exit.c, do_exit), which tells nothing of when he went on.
    return isEnding || other.isEnding ? nil : false
  }

  private var isEnding: Bool { (try? ProcessDirectory(id.tid).status().isEnding) ?? true }

  /// Whether it sleeps until something happens.
  package var isAsleep: Bool { state == UInt8(ascii: "S") }
  /// Stopped by a signal or a tracer, wait(2).
  package var isStopped: Bool { state == UInt8(ascii: "T") || state == UInt8(ascii: "t") }
  package var hasEnded: Bool { state == UInt8(ascii: "Z") || state == UInt8(ascii: "X") }
}

extension ThreadSample {
  /// Stands for threads of a process that were not seen, of which some came or went all the while: such go on.
  init(unseenBeside thread: ThreadSample) {
    id = ThreadID(pid: thread.id.pid, tid: 0)
    command = thread.command
    state = UInt8(ascii: "R")
    parent = thread.parent
    startTime = thread.startTime
    place = .running
    switches = nil
  }

  /// Whether it stands for threads that were not seen: any of these may be meant.
  package var standsForUnseen: Bool { id.tid == 0 }

  /// Looks at a thread.
  ///
  /// - Parameter count: How many threads its process has then.
  /// - Throws: `noSuchProcess` or `noSuchFileOrDirectory` when it has ended.
  init(
    _ process: borrowing ProcessDirectory, _ thread: Int32, count: inout UInt64
  ) throws(Errno) {
    // The process's own are its first thread's, and are found sooner; but for times, which are sums there.
    let directory = thread == process.pid ? "" : "task/\(thread)/"
    let place = try Self.place(process, directory)
    let stat = try WholeFile.readShort([UInt8](path: "\(directory)stat"), in: process.descriptor)
    guard let status = ProcessDirectory.parse(stat: stat) else { throw .ioError }
    id = ThreadID(pid: process.pid, tid: thread)
    command = status.command
    state = status.state
    parent = status.parent
    startTime = status.startTime
    count = status.threads
    if status.isKernelThread {
      self.place = .outside
      switches = nil
      return
    }
    self.place = place
    let text = try WholeFile.readShort([UInt8](path: "\(directory)status"), in: process.descriptor)
    if case .call = place { switches = Self.switches(in: text.span) } else { switches = nil }
    tracer =
      ByteScanner.number(behind: "TracerPid:", in: text.span).flatMap { Int32(exactly: $0) } ?? 0
    innerNumbers = Array(ByteScanner.numbers(behind: "NSpid:", in: text.span).dropFirst())
  }

  /// Its number, as one knows it whose own is the last of `numbers`, and who is in the same pid namespace or in one
  /// around that; nil for none.
  package func number(besideLastOf numbers: [Int32]) -> Int32? {
    if numbers.isEmpty { return id.tid }
    return innerNumbers.indices.contains(numbers.count - 1) ? innerNumbers[numbers.count - 1] : nil
  }

  private static func place(
    _ process: borrowing ProcessDirectory, _ directory: String
  ) throws(Errno) -> Place {
    do throws(Errno) {
      let text = try WholeFile.readShort(
        [UInt8](path: "\(directory)syscall"), in: process.descriptor)
      return parse(syscall: text.span)
    } catch {
      // ENOSYS, and no file: a kernel without CONFIG_HAVE_ARCH_TRACEHOOK.
      guard error.isDenial || error == .noFunction else { throw error }
      return .unreadable
    }
  }

  /// `running`, or the number, six arguments, stack pointer and program counter; -1 and the last two outside of
  /// a call (fs/proc/base.c, proc_pid_syscall).
  static func parse(syscall text: Span<UInt8>) -> Place {
    if text.hasPrefix("running") { return .running }
    var scanner = ByteScanner()
    // The number is signed.
    if scanner.skip(UInt8(ascii: "-"), in: text) { return .outside }
    guard let number = scanner.decimal(in: text, as: Int64.self), number >= 0 else {
      return .unreadable
    }
    var words: [UInt64] = []
    for _ in 0..<8 {
      scanner.skipBlanks(in: text)
      guard scanner.skip(UInt8(ascii: "0"), in: text), scanner.skip(UInt8(ascii: "x"), in: text),
        let value = scanner.number(in: text, radix: 16)
      else { return .unreadable }
      words.append(value)
    }
    return .call(Frame(number: number, arguments: Array(words[..<6]), stackPointer: words[6]))
  }

  static func switches(in status: Span<UInt8>) -> Switches? {
    guard let voluntary = ByteScanner.number(behind: "voluntary_ctxt_switches:", in: status),
      let involuntary = ByteScanner.number(behind: "nonvoluntary_ctxt_switches:", in: status)
    else { return nil }
    return Switches(voluntary: voluntary, involuntary: involuntary)
  }
}
