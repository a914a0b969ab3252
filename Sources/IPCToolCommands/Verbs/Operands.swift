internal import LinuxIPC

/// Several operands, of which each is tried and each failure reported.
///
/// One operand alone ends with the status of its own failure; of several, any failure is "some of
/// several operands failed".
struct Operands {
  private let count: Int
  private var failures: [IPCError] = []

  init(count: Int) {
    self.count = count
  }

  /// Tries one operand. What ends the whole command (a signal, a closed output) is thrown on.
  mutating func attempt(_ body: () throws(IPCError) -> Void) throws(IPCError) {
    do throws(IPCError) {
      try body()
    } catch {
      if count == 1 || error.kind == .interrupted || error.kind == .outputClosed { throw error }
      Diagnostics.report(error)
      failures.append(error)
    }
  }

  /// The processes among the operands, of which each is there and may be looked into.
  mutating func processes(_ texts: [String], in context: Context) throws(IPCError) -> [Int32] {
    // A misuse ends the command before anything is looked at.
    var pids: [Int32] = []
    for text in texts {
      guard let pid = Int32(text), pid > 0 else {
        throw Reference.misuse(text, "not a process: a pid is a positive number")
      }
      pids.append(pid)
    }
    var found: [Int32] = []
    for pid in pids {
      try attempt { () throws(IPCError) in
        try ProcessScanner([], in: context).check(pid)
        found.append(pid)
      }
    }
    return found
  }

  /// Ends the command when one of them failed.
  func finish() throws {
    if !failures.isEmpty { throw SilentExit(status: .partial) }
  }
}
