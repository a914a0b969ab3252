internal import Glibc
internal import LinuxIPC
internal import Tabulate

/// Standard output, with its failures in the terms of the mechanisms.
enum StandardOutput {
  /// Runs `body`, which writes.
  static func writing(_ body: () throws(OutputError) -> Void) throws(IPCError) {
    do throws(OutputError) {
      try body()
    } catch {
      throw error.asIPCError
    }
  }

  /// It, for what can be had again: a signal that asks us to stop ends a write that waits for a reader.
  static var sink: OutputSink {
    OutputSink(fileDescriptor: STDOUT_FILENO, unless: { Waiting.terminationSignal != nil })
  }

  /// Writes one line, at once.
  static func write(line: String) throws(IPCError) {
    try writing { () throws(OutputError) in
      var sink = sink
      try sink.write(line + "\n")
      try sink.flush()
    }
  }
}
