import Glibc
import Support
import Testing

/// `why`, on the corpus of programs that hang and programs that do not, and where it may not look.
@Suite struct WhyTests {
  /// All of the corpus is judged right, and no alarm is false.
  @Test func judgesTheCorpus() throws {
    let corpus = "\(Program.packageDirectory)/Tests/Hangs/run"
    let output = try Program.system("python3", "-B", corpus, "--tool", Program.ipctool().path).run()
    let summary = try #require(output.lines.last)
    let wrong = output.lines.filter { !$0.words.dropFirst().starts(with: ["right"]) }.dropLast()
    for line in output.lines where line.words.count > 2 && line != summary { print(line) }
    #expect(output.status == 0, "\(summary)\n\(wrong.joined(separator: "\n"))\n\(output.errorText)")
  }

  /// The judge itself tells a wrong answer from a right one.
  @Test func hasAJudgeThatCanFail() throws {
    var program = Program.system("python3", "-B", "-m", "unittest", "-q", "corpus.judge_tests")
    program.environment["PYTHONPATH"] = "\(Program.packageDirectory)/Tests/Hangs"
    let output = try program.run()
    #expect(output.status == 0, "\(output.errorText)")
  }

  /// In namespaces of its own: a set of which nobody knows here, and the number of a dead owner that is another's here.
  @Test func tellsOfAnotherNamespaceWhatItKnows() throws {
    let program = try Program.python(
      """
      import ctypes, mmap, os, signal, sys
      libc = ctypes.CDLL(None)
      assert libc.unshare(0x28000000) == 0
      if os.fork():
          # Whoever shares the memory is inside.
          sys.stdin.read()
          os._exit(0)
      libc.prctl(1, signal.SIGKILL)
      memory = mmap.mmap(-1, 4096)
      word = ctypes.addressof(ctypes.c_char.from_buffer(memory))
      lock, kind = ctypes.c_void_p(word), ctypes.create_string_buffer(8)
      libc.pthread_mutexattr_init(kind)
      libc.pthread_mutexattr_setpshared(kind, 1)
      libc.pthread_mutex_init(lock, kind)
      told, tell = os.pipe()
      def child(act):
          pid = os.fork()
          if pid == 0:
              libc.prctl(1, signal.SIGKILL)
              # By its number outside.
              os.write(tell, os.readlink("/proc/self").encode())
              act()
              os._exit(0)
          return pid, os.read(told, 100).decode()
      os.waitpid(child(lambda: libc.pthread_mutex_lock(lock))[0], 0)
      queue = libc.msgget(0, 0o600)
      taker = child(lambda: libc.msgrcv(queue, ctypes.create_string_buffer(64), 8, 0, 0))
      print(child(lambda: libc.pthread_mutex_lock(lock))[1], taker[1], flush=True)
      signal.pause()
      """
    ).start()
    let pids = try #require(try program.readLine()).words
    func place(_ pid: String) throws -> String {
      try run(Program.system("cat", "/proc/\(pid)/wchan")).text
    }
    try wait(for: "both to sleep") {
      try place(pids[0]).contains("futex") && place(pids[1]).contains("msgrcv")
    }
    let dead = try Program.ipctool("why", pids[0]).run()
    #expect(dead.status == 2)
    #expect(dead.text.contains("a thread of another pid namespace, which is dead, has the lock"))
    let document = try Program.ipctool("why", pids[0], "--json").run().standardOutput
    #expect(
      try json(document, "[w['pid'] for w in d['threads'][0]['waits'][0]['wakers']]") == "[0]")
    let taker = try Program.ipctool("why", pids[1]).run()
    #expect(taker.text.contains("sleeps in msgrcv"))
    #expect(!taker.text.contains("no object"))
    _ = try program.finish()
  }

  @Test func tellsOfWhatIsNotThere() throws {
    try failure(66, Program.ipctool("why", "999999999"))
    try failure(64, Program.ipctool("why"))
    try failure(64, Program.ipctool("why", "--all", "1"))
    try failure(64, Program.ipctool("why", "1", "--interval", "-1"))
    try failure(66, Program.ipctool("why", "msg:0x7f123456"))
    try failure(64, Program.ipctool("why", "/dev/null"))
    try failure(66, Program.ipctool("why", "/dev/shm/no-such-file"))
    let parent = try Program.python(
      """
      import os, sys
      child = os.fork() or os._exit(0)
      os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
      print(child, flush=True)
      sys.stdin.read()
      """
    ).start()
    let ended = try #require(try parent.readLine())
    #expect(
      try failure(66, Program.ipctool("why", ended))
        == ["process \(ended): it has ended, and its parent \(parent.pid) has not waited for it"])
    _ = try parent.finish()
    let owner = try Program.python("import sys; print(flush=True); sys.stdin.read()").start()
    _ = try owner.readLine()
    let refused = try failure(77, Program.ipctool("why", "\(owner.pid)").asNobody)
    #expect(refused[0].hasPrefix("process \(owner.pid): "))
    _ = try owner.finish()
  }

  /// A program that would leave a call that is interrupted stays in it, however often it is looked at.
  @Test func interruptsNobody() throws {
    try withSandbox {
      let script = """
        import ctypes, os, sys
        libc = ctypes.CDLL(None, use_errno=True)
        id = libc.semget(0, 1, 0o600)
        print(id, flush=True)
        class Operation(ctypes.Structure):
            _fields_ = [("index", ctypes.c_ushort), ("change", ctypes.c_short), ("flags", ctypes.c_short)]
        result = libc.semop(id, ctypes.byref(Operation(0, -1, 0)), 1)
        print(result, ctypes.get_errno())
        libc.semctl(id, 0, 0)
        """
      let owner = try Program.python(script).start()
      let id = try #require(try owner.readLine())
      try wait(for: owner, toSleepIn: "__do_semtimedop")
      for _ in 0..<20 {
        let story = try ipctool("why", "\(owner.pid)").text
        #expect(story.contains("for the value of sem:\(id)"))
      }
      try ipctool("send", "sem:\(id)")
      #expect(try owner.finish().text == "0 0\n")
    }
  }

  /// A word in memory is asked for by the address that is printed of it.
  @Test func tellsWhoWaitsAtAWord() throws {
    let script = """
      import sys, threading
      lock = threading.Lock()
      lock.acquire()
      threading.Thread(target=lock.acquire, daemon=True).start()
      print(flush=True)
      sys.stdin.read()
      """
    let program = try Program.python(script).start()
    _ = try program.readLine()
    let words =
      "[w['address'] for t in d['threads'] for w in t['waits'] if w['kind'] == 'futex']"
    var address = ""
    try wait(for: "a thread that waits at a word") {
      let told = try Program.ipctool("why", "\(program.pid)", "--json").run()
      address = try json(told.standardOutput, "\(words)[0] if \(words) else ''")
      return !address.isEmpty
    }
    #expect(address.hasPrefix("futex:\(program.pid)/0x"))
    let told = try ipctool("why", address, "--json")
    // Behind it comes who could end that.
    let first = try json(
      told, "(t := d['threads'][0]) and (t['pid'], t['state'], t['waits'][0]['address'])")
    #expect(first == "(\(program.pid), 'S', '\(address)')")
    _ = try program.finish()
  }

  /// The calls of a program of 32 bits have other numbers: its read(2) would be taken for close(2).
  @Test func doesNotMistakeCallsOf32Bits() throws {
    try withScratchDirectory { directory in
      let script = """
        import os, struct, sys
        base = 0x08048000
        # read(0, buffer, 1), and exit(0), through int 0x80.
        code = (b"\\xb8\\3\\0\\0\\0\\x31\\xdb\\xb9" + struct.pack("<I", base + 0x800)
                + b"\\xba\\1\\0\\0\\0\\xcd\\x80\\xb8\\1\\0\\0\\0\\x31\\xdb\\xcd\\x80")
        header = b"\\x7fELF\\1\\1\\1" + bytes(9) + struct.pack(
            "<HHIIIIIHHHHHH", 2, 3, 1, base + 84, 52, 0, 0, 52, 32, 1, 0, 0, 0)
        segment = struct.pack("<8I", 1, 0, base, base, 84 + len(code), 0x1000, 7, 0x1000)
        with open(sys.argv[1], "wb") as file: file.write(header + segment + code)
        os.chmod(sys.argv[1], 0o755)
        """
      try run(Program.python(script, "\(directory)/narrow"))
      let narrow = try Program("\(directory)/narrow").start()
      try wait(for: narrow, toSleepIn: "anon_pipe_read")
      let told = try ipctool("why", "\(narrow.pid)", "--json")
      #expect(
        try json(told, "[(t['call'], t['verdict'], t['waits']) for t in d['threads']]")
          == "[(None, 'unknown', [])]")
      _ = try narrow.finish()
    }
  }

  /// Two processes wait for each other's ends, which a third has as well that forks all the time, parent after
  /// parent ending: at whatever moment one looks, somebody holds them whom nobody has seen yet. That is no
  /// deadlock, whether it is known who can end it or not.
  @Test func provesNothingOfEndsThatMove() throws {
    try withScratchDirectory { directory in
      let script = """
        import os, sys, time
        one, other = os.pipe(), os.pipe()
        def wait_for(end, foreign):
            if (pid := os.fork()) == 0:
                for number in foreign: os.close(number)
                os.read(end, 1)
                os._exit(0)
            return pid
        a = wait_for(one[0], [one[1], other[0]])
        b = wait_for(other[0], [other[1], one[0]])
        if os.fork() == 0:
            os.close(one[0]); os.close(other[0])
            while os.path.exists(sys.argv[1]):
                if os.fork(): os._exit(0)
                time.sleep(0.005)
            os.write(one[1], b"x"); os.write(other[1], b"x")
            os._exit(0)
        for number in one + other: os.close(number)
        print(a, flush=True)
        os.waitpid(a, 0); os.waitpid(b, 0)
        """
      // The forks end when that file goes, or the directory with it.
      try run(Program.system("touch", "\(directory)/go"))
      let program = try Program.python(script, "\(directory)/go").start()
      let pid = try #require(try program.readLine())
      for _ in 0..<5 {
        let told = try Program.ipctool("why", pid, "--json").run()
        #expect([0, 3].contains(told.status))
        #expect(try json(told.standardOutput, "d['deadlocks']") == "[]")
      }
      try run(Program.system("rm", "\(directory)/go"))
      #expect(try program.finish().status == 0)
    }
  }
}
