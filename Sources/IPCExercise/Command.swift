internal import CLinuxIPC
internal import Glibc
internal import LinuxIPC
internal import SystemPackage

/// A command of ours as a user would type it, run by a process of its own, which ends with this one.
final class Command {
  enum Ending: Equatable {
    case status(Int32)
    case signal(Int32)
    /// It was ended after so many seconds.
    case timedOut(Double)
    /// Another one that ran at the same time failed.
    case givenUp
  }

  private let child: Int32
  private let isSpared: Bool
  private let output: Inlet?
  private let errors: Inlet
  private(set) var ending: Ending?

  /// Starts it.
  ///
  /// - Parameters:
  ///   - words: Without the program's name.
  ///   - input: Its standard input: no more than a pipe holds.
  ///   - output: Its standard output; nil to have it gathered.
  ///   - isSpared: Whether it is to end only between one thing that it does and the next, whatever ends us.
  init(
    _ words: [String], input: [UInt8] = [], output: Int32? = nil, isSpared: Bool = false
  ) throws(IPCError) {
    self.isSpared = isSpared
    let inputs = try Channel.open()
    let reading = Descriptor(adopting: inputs.read)
    try Self.fill(Descriptor(adopting: inputs.write), with: input)
    let error = try Channel.open()
    errors = Inlet(adopting: error.read)
    let writingErrors = Descriptor(adopting: error.write)
    let gathered: (read: Int32, write: Int32)? = output == nil ? try Channel.open() : nil
    self.output = gathered.map { Inlet(adopting: $0.read) }
    let writing = gathered.map { $0.write }
    defer { if let writing { _ = Descriptor(adopting: writing) } }
    let standardOutput = writing ?? output ?? -1
    child = try GeneralFailures.attempt("fork", "ipctool") { () throws(Errno) in
      let arguments = unsafe (["ipctool"] + words).map { unsafe strdup($0) } + [nil]
      defer { unsafe arguments.forEach { unsafe free($0) } }
      return try systemCall {
        unsafe cipc_start_self(
          arguments, reading.rawValue, standardOutput, writingErrors.rawValue, isSpared ? 1 : 0)
      }
    }
  }

  private static func fill(_ end: consuming Descriptor, with bytes: [UInt8]) throws(IPCError) {
    _ = try GeneralFailures.attempt("write", "ipctool") { [end] () throws(Errno) in
      try systemCall { unsafe write(end.rawValue, bytes, bytes.count) }
    }
  }

  deinit { end(.givenUp) }

  /// What it wrote to its standard output.
  var text: [UInt8] { output?.bytes ?? [] }

  /// The first line of its standard error, without the program's name.
  var complaint: String? { lines.first }

  private var lines: [String] {
    String(decoding: errors.bytes, as: UTF8.self).split(separator: "\n").map { line in
      String(line.hasPrefix("ipctool: ") ? line.dropFirst("ipctool: ".count) : line)
    }
  }

  /// Why it failed; nil when it did not.
  var failure: StepFailure? {
    switch ending {
    case nil, .givenUp, .status(0): nil
    case .status(let status):
      StepFailure(
        complaint ?? "it ended with status \(status) and said nothing",
        hint: lines.dropFirst().first)
    case .signal(let signal):
      StepFailure("signal \(signal) ended it (\(unsafe String(cString: strsignal(signal))))")
    case .timedOut(let seconds):
      StepFailure(
        "it had not ended after \(Int(exactly: seconds).map(String.init) ?? "\(seconds)") s")
    }
  }

  /// Waits until all have ended. When one fails, or takes longer than `seconds`, the others are ended too.
  ///
  /// - Throws: `interrupted`.
  static func finish(_ commands: [Command], within seconds: Double) throws(IPCError) {
    let deadline = Deadline.after(seconds: seconds)
    while true {
      let running = commands.filter { $0.ending == nil }
      if running.isEmpty { return }
      do throws(WaitFailure) {
        try wait(for: running, until: deadline)
      } catch {
        for command in running { command.end(.timedOut(seconds)) }
        if case .interrupted = error {
          throw IPCError(.interrupted, subject: "ipctool", reason: "a signal asked to stop")
        }
      }
      for command in running where command.hasClosed { command.reap() }
      if commands.contains(where: { $0.failure != nil }) {
        for command in running { command.end(.givenUp) }
      }
    }
  }

  /// Reads what they wrote, or waits for them to write.
  private static func wait(for running: [Command], until deadline: Deadline) throws(WaitFailure) {
    let inlets = running.flatMap { [$0.errors, $0.output].compactMap(\.self) }
    var polled = inlets.map { pollfd(fd: $0.polled, events: Int16(POLLIN), revents: 0) }
    _ = try Waiting.call(until: deadline) { nonblocking in
      unsafe poll(&polled, nfds_t(polled.count), nonblocking ? 0 : -1)
    }
    for (inlet, state) in zip(inlets, polled) where state.revents != 0 { inlet.read() }
  }

  /// Nobody has its output open any more: it has ended, or is about to.
  private var hasClosed: Bool { errors.isAtEnd && output?.isAtEnd != false }

  private func reap() {
    let status = cipc_wait_for_child(child)
    ending = status < 0 ? .signal(-status) : .status(status)
  }

  private func end(_ ending: Ending) {
    guard self.ending == nil else { return }
    cipc_end_child(child, isSpared ? 1 : 0)
    self.ending = ending
  }
}
