import Support
import Testing

/// Many System V objects with all sorts of attributes, made and held by python; and others that come
/// and go all the time.
struct Population {
  private let holder: RunningProgram
  private let churner: RunningProgram

  /// - Parameter churns: Whether other objects are made and removed meanwhile.
  init(churns: Bool) throws {
    holder = try Program.python(
      """
      import sys, sysv_ipc
      CREATE = sysv_ipc.IPC_CREX
      held = []
      for number in range(150):
        key = (number + 1) * 14316557 - 2**30
        mode = [0o600, 0o640, 0o666, 0o000, 0o444][number % 5]
        queue = sysv_ipc.MessageQueue(key, CREATE, mode)
        for text in range(number % 4): queue.send(b"x" * (10 * text), type=1 + text)
        if number % 7 == 0: queue.uid, queue.gid = 65534, 1000 + number
        memory = sysv_ipc.SharedMemory(key, CREATE, mode, 1 + number * 1000)
        if number % 7 == 0: memory.uid, memory.gid = 65534, 1000 + number
        if number % 3 == 0: memory.detach()
        else: held.append(memory)
        if number % 3 and mode & 0o200: memory.write(b"y")
        if number % 6 == 1: held.append(sysv_ipc.attach(memory.id))
      private = sysv_ipc.MessageQueue(None, CREATE)
      print("made", flush=True)
      sys.stdin.read()
      """
    ).start()
    #expect(try holder.readLine() == "made")
    churner = try Program.python(
      """
      import os, sys, sysv_ipc
      if sys.argv[1] == "true":
        print("begun", flush=True)
        os.set_blocking(0, False)
        while sys.stdin.buffer.raw.read(1) is None:
          queues = [sysv_ipc.MessageQueue(None, sysv_ipc.IPC_CREX) for _ in range(20)]
          memory = [sysv_ipc.SharedMemory(None, sysv_ipc.IPC_CREX, size=4096) for _ in range(20)]
          for object in memory: object.detach()
          for object in queues + memory: object.remove()
      else: print("begun", flush=True)
      """, String(churns)
    ).start()
    #expect(try churner.readLine() == "begun")
  }

  /// Ends both programs.
  func end() throws {
    try #require(try churner.finish().status == 0)
    try #require(try holder.finish().status == 0)
  }
}
