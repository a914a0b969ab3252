import Support
import Testing

/// Tests of objects that nobody is left to use.
protocol Forgetting {}

extension Forgetting {
  /// Objects of every kind, made by processes that have ended, with a user of their own.
  ///
  /// - Returns: Their addresses.
  func forget(as uid: Int = 0) throws -> [String] {
    let script = """
      import os, sys
      import posix_ipc, sysv_ipc
      os.setgid(int(sys.argv[1])); os.setuid(int(sys.argv[1]))
      segment = sysv_ipc.SharedMemory(None, sysv_ipc.IPC_CREX, size=4096)
      segment.attach(); segment.detach()
      queue = sysv_ipc.MessageQueue(None, sysv_ipc.IPC_CREX, max_message_size=64)
      queue.send(b"lost")
      members = sysv_ipc.Semaphore(None, sysv_ipc.IPC_CREX, initial_value=1)
      name = "/lost" + sys.argv[1]
      posix_ipc.MessageQueue(name, posix_ipc.O_CREX, max_messages=1, max_message_size=8).close()
      os.close(posix_ipc.SharedMemory(name, posix_ipc.O_CREX, size=4096).fd)
      posix_ipc.Semaphore(name, posix_ipc.O_CREX).close()
      print(f"shm:{segment.id} msg:{queue.id} sem:{members.id}",
            f"mqueue:{name} posix-shm:{name} posix-sem:{name}")
      """
    return try run(Program.python(script, String(uid))).text.words
  }

  /// What goes in three attempts: whoever else looks at an object in that moment, or gets the number of who used it,
  /// keeps it for one.
  func removed(_ options: String...) throws -> Set<String> {
    var removed: Set<String> = []
    for _ in 0..<3 {
      let output = try Program.ipctool(["rm", "--orphaned", "--yes"] + options).run()
      #expect(output.status == 0, "\(output.errorText)")
      removed.formUnion(output.standardOutput.lines.map { String($0.dropFirst("removed ".count)) })
    }
    return removed
  }

  /// What ipcs(1) and ls(1) show, a number for each kind.
  func left() throws -> [String] {
    try run(
      shell(
        """
        for kind in -m -q -s; do ipcs $kind | grep -c '^0x' || true; done
        ls -A /dev/shm
        """)
    ).lines
  }
}

/// Users of whom no process is there: a number for each test, as the others run beside it.
enum Stranger {
  static let removed = 54_301
  static let chosen = 54_302
  static let acting = 54_303
  static let waiting = 54_304
  static let many = [54_305, 54_306, 54_307]
}
