import Synchronization

/// Huge pages lent for a moment: the setting is the machine's, so one test at a time has it, and it is
/// given back as it was.
package enum LentHugePages {
  private static let turn = Mutex(())
  private static let setting = "/proc/sys/vm/nr_overcommit_hugepages"

  /// Runs `body` while `count` pages beyond the machine's own may be had.
  package static func with(_ count: Int, _ body: () throws -> Void) throws {
    try turn.withLock { _ in
      let before = try TextFile.read(setting)
      try TextFile.write(String(count), to: setting)
      let outcome = Result(catching: body)
      try TextFile.write(before, to: setting)
      try outcome.get()
    }
  }
}
