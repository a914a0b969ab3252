internal import IPCDiagnosis
internal import IPCSnapshot
internal import LinuxIPC
internal import Tabulate

extension Record<WhyThread> {
  /// A thread of a chain.
  static let thread = Record([
    Column(heading: Heading.pid) { .number(Int64($0.thread.id.pid)) },
    Column(
      heading: Heading(
        name: "tid", title: "TID",
        help: "the thread; 0 for such as came or went while one looked", shape: .number,
        isOptional: false)
    ) { .number(Int64($0.thread.id.tid)) },
    Column(
      heading: Heading(name: "command", title: "COMMAND", help: "its name", shape: .text)
    ) { .text($0.thread.sample.command) },
    Column(
      heading: Heading(
        name: "state", title: "STATE",
        help: "its state by its letter in proc_pid_stat(5): R runs, S sleeps, T is stopped",
        isOptional: false)
    ) { .text([$0.thread.sample.state]) },
    Column(
      heading: Heading(
        name: "call", title: "CALL",
        help: "the system call that it sleeps in; null for none, or one that is not known")
    ) { $0.thread.call.map { .text($0) } ?? .absent },
    Column(
      heading: Heading(
        name: "verdict", title: "VERDICT",
        help: "running, waiting, stuck, deadlocked or unknown", isOptional: false)
    ) { .text($0.verdict.rawValue) },
    Column(
      heading: Heading(
        name: "seconds", title: "SECONDS",
        help: "how long it has been asleep, where the kernel tells", shape: .number)
    ) { row in
      row.seconds.map { .number(Int64($0)) } ?? .absent
    },
    Column(
      heading: Heading(
        name: "faults", title: "FAULTS", help: "what is wrong with its waits, by name",
        shape: .list(.word), isOptional: false)
    ) { .list($0.faults.map { .text($0.rawValue) }) },
    Column(
      heading: Heading(
        name: "waits", title: "WAITS", help: "what ends its call: any of these",
        shape: .list(Record<Wait>.wait.shape), isOptional: false)
    ) { .list($0.thread.waits.map(Record<Wait>.wait.cell)) },
  ])
}

extension Record<Wait> {
  /// Something that a thread waits for.
  static let wait = Record([
    Column(
      heading: Heading(
        name: "address", title: "ADDRESS",
        help: "of the object; file:PATH, process:PID or futex:PID/0xADDRESS for what is none",
        isOptional: false)
    ) { .text($0.subject.address) },
    Column(
      heading: Heading(
        name: "kind", title: "KIND", help: "its kind; file, process or futex for what is none",
        isOptional: false)
    ) { .text($0.subject.kind) },
    Column(
      heading: Heading(
        name: "for", title: "FOR",
        help: "data, room, other-end, message, value, lock, client, child or event",
        isOptional: false)
    ) { .text($0.need.rawValue) },
    Column(
      heading: Heading(
        name: "time_limited", title: "TIME-LIMITED", help: "whether it ends by itself",
        shape: .flag, isOptional: false)
    ) { .flag($0.isTimeLimited) },
    Column(
      heading: Heading(
        name: "wakers", title: "WAKERS",
        help: "the processes that are known to be able to end it; of a queue who used it last",
        shape: .list(Record<Waker>.waker.shape), isOptional: false)
    ) { .list($0.namedProcesses.map(Record<Waker>.waker.cell)) },
    Column(
      heading: Heading(
        name: "detail", title: "DETAIL", help: "how full the object is and the like, in words")
    ) { $0.detail.map { .text($0) } ?? .absent },
  ])
}

extension Record<Waker> {
  /// A process that may end a wait.
  static let waker = Record([
    Column(heading: Heading.pid) { .number(Int64($0.pid)) },
    Column(
      heading: Heading(
        name: "certainty", title: "CERTAINTY",
        help: "holder, owner, or last-operator, which is a hint", isOptional: false)
    ) { .text($0.certainty.rawValue) },
    Column(
      heading: Heading(
        name: "alive", title: "ALIVE", help: "whether it is", shape: .flag, isOptional: false)
    ) { .flag($0.isAlive) },
  ])
}

extension Record<Deadlock> {
  /// Processes that wait for each other.
  static let deadlock = Record([
    Column(
      heading: Heading(
        name: "pids", title: "PIDS", help: "the processes, in the order of their numbers",
        shape: .list(.number), isOptional: false)
    ) { .list($0.pids.map { .number(Int64($0)) }) },
    Column(
      heading: Heading(
        name: "proved", title: "PROVED",
        help:
          "whether nothing but a signal, or who opens one of its ends through /proc, can end it",
        shape: .flag, isOptional: false)
    ) { .flag($0.isProved) },
    Column(
      heading: Heading(
        name: "assumes", title: "ASSUMES", help: "what is taken to be so where it is not proved",
        shape: .list(.word), isOptional: false)
    ) { .list($0.assumes.map { .text($0) }) },
  ])
}
