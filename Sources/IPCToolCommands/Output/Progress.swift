internal import Glibc
internal import LinuxIPC
internal import Tabulate

/// Shows on standard error how far a long transfer is, when somebody watches: on a terminal, and only
/// once it has taken a second.
struct Progress {
  /// In bytes; nil when it is not known.
  private let total: UInt64?
  private var done: UInt64 = 0
  private var lastShown: Int64
  private var hasShown = false
  private let isWatched = isatty(STDERR_FILENO) == 1

  init(total: UInt64?) {
    self.total = total
    lastShown = Self.milliseconds()
  }

  /// Counts `bytes` more.
  mutating func advance(by bytes: Int) {
    done += UInt64(bytes)
    guard isWatched else { return }
    let now = Self.milliseconds()
    guard now - lastShown >= (hasShown ? 200 : 1000) else { return }
    lastShown = now
    hasShown = true
    let percent =
      total.map { $0 == 0 ? "" : " (\((Double(done) / Double($0)).wholePercent)%)" } ?? ""
    write("\r\u{1B}[Kipctool: \(done / (1024 * 1024)) MiB\(percent)")
  }

  /// Clears the line.
  func end() {
    if hasShown { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) {
    var sink = OutputSink(fileDescriptor: STDERR_FILENO)
    // It is a courtesy: the transfer does not depend on it.
    try? sink.write(text)
    try? sink.flush()
  }

  private static func milliseconds() -> Int64 {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
