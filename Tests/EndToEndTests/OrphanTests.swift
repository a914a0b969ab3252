import Support
import Testing

/// `rm --orphaned`: what nobody is left to use, and never what somebody uses.
struct OrphanTests: Forgetting {
  @Test func removesWhatIsForgotten() throws {
    try withSandbox {
      let lost = try forget()
      let shown = try ipctool("rm", "--orphaned", "--dry-run").text
      for address in lost { #expect(shown.contains("\(address) "), "\(address): \(shown)") }
      #expect(try left() == ["1", "1", "1", "lost0", "sem.lost0"])
      #expect(try removed() == Set(lost))
      #expect(try left() == ["0", "0", "0"])
      let again = try Program.ipctool("rm", "--orphaned", "--yes").run()
      #expect(again.status == 0 && again.standardOutput.isEmpty)
      #expect(again.standardError.lines.last == "ipctool: nothing is orphaned")
      #expect(try ipctool("ls", "mqueue", "--no-header").text == "")
    }
  }

  @Test func removesWhatStrangersLeft() throws {
    try withSandbox {
      let lost = try forget(as: Stranger.removed)
      #expect(try removed() == Set(lost))
    }
  }

  /// Each of these is in use in another way.
  @Test func keepsWhatIsUsed() throws {
    try withSandbox {
      let user = try Program.python(
        """
        import ctypes, mmap, os, sys
        import posix_ipc, sysv_ipc
        def gone(body):
            # A child that makes something, and ends.
            if os.fork() == 0:
                body()
                os._exit(0)
            os.wait()
        crex = sysv_ipc.IPC_CREX
        # Attached, though its maker is dead; used last by somebody alive; made by him.
        gone(lambda: sysv_ipc.SharedMemory(1, crex, size=4096))
        attached = sysv_ipc.SharedMemory(1); attached.attach()
        gone(lambda: sysv_ipc.SharedMemory(2, crex, size=4096))
        used = sysv_ipc.SharedMemory(2); used.attach(); used.detach()
        made = sysv_ipc.SharedMemory(3, crex, size=4096)
        def use():
            made.attach(); made.detach()
        gone(use)
        # Sent to and received from by somebody alive.
        sent = sysv_ipc.MessageQueue(1, crex, max_message_size=64); sent.send(b"a")
        gone(lambda: sysv_ipc.MessageQueue(2, crex, max_message_size=64).send(b"a"))
        received = sysv_ipc.MessageQueue(2, max_message_size=64); received.receive()
        gone(lambda: received.send(b"b"))
        operated = sysv_ipc.Semaphore(1, crex, initial_value=1)
        # Waited at, with nobody alive who is recorded.
        gone(lambda: sysv_ipc.MessageQueue(3, crex, max_message_size=64).send(b"a", type=1))
        gone(lambda: sysv_ipc.Semaphore(3, crex, initial_value=0))
        waiters = []
        for body in (lambda: sysv_ipc.MessageQueue(3, max_message_size=64).receive(type=9),
                     lambda: sysv_ipc.Semaphore(3).acquire()):
            pid = os.fork()
            if pid == 0:
                body()
                os._exit(0)
            waiters.append(pid)
        # Open; mapped and not open; another name.
        queue = posix_ipc.MessageQueue("/open", posix_ipc.O_CREX, max_messages=1, max_message_size=8)
        opened = posix_ipc.SharedMemory("/open", posix_ipc.O_CREX, size=4096)
        mapped = posix_ipc.SharedMemory("/mapped", posix_ipc.O_CREX, size=4096)
        memory = mmap.mmap(mapped.fd, 4096); mapped.close_fd()
        semaphore = posix_ipc.Semaphore("/open", posix_ipc.O_CREX)
        open("/dev/shm/linked", "w").close(); os.link("/dev/shm/linked", "/dev/shm/other")
        os.mkdir("/dev/shm/foreign")
        print(*waiters, flush=True)
        sys.stdin.read()
        for pid in waiters: os.kill(pid, 9)
        """
      ).start()
      let waiters = try #require(try user.readLine()).words
      for waiter in waiters {
        try wait(for: "a waiter") {
          let call = try run(Program.system("cat", "/proc/\(waiter)/syscall")).text.words
          return call.count > 2
        }
      }
      let before = try left()
      let dry = try Program.ipctool("rm", "--orphaned", "--dry-run").run()
      #expect(dry.standardOutput.isEmpty, "\(dry.standardOutput.text)")
      #expect(try removed() == [])
      #expect(try left() == before)
      #expect(try ipctool("ls", "mqueue", "--no-header").lines.count == 1)
      _ = try user.finish()
      // Now they are dead, and all of it is forgotten but the file with two names, which is no object alone.
      #expect(try removed().count == 12)
      #expect(try left() == ["0", "0", "0", "foreign", "linked", "other"])
    }
  }

  /// A descriptor that nobody has is on its way to somebody.
  @Test func keepsWhatIsOnItsWay() throws {
    try withSandbox {
      let user = try Program.python(
        """
        import os, socket, sys
        one, other = socket.socketpair()
        file = os.open("/dev/shm/sent", os.O_RDWR | os.O_CREAT)
        socket.send_fds(one, [b"x"], [file])
        os.close(file)
        print("sent", flush=True)
        sys.stdin.read()
        """
      ).start()
      _ = try user.readLine()
      #expect(try removed() == [])
      #expect(try left().contains("sent"))
      _ = try user.finish()
      #expect(try removed() == ["posix-shm:/sent"])
    }
  }

  /// Who made a queue, a set or a file is not recorded: of another user than root an older process may have.
  @Test func waitsForOlderProcessesOfTheOwner() throws {
    try withSandbox {
      let user = try Program.python(
        "import os, sys; os.setuid(int(sys.argv[1])); print('ready', flush=True); sys.stdin.read()",
        "\(Stranger.waiting)"
      ).start()
      _ = try user.readLine()
      let lost = try forget(as: Stranger.waiting)
      let output = try Program.ipctool("rm", "--orphaned", "--yes").run()
      #expect(output.standardOutput.lines == ["removed \(lost[0])"])
      #expect(
        output.errorText.contains(
          "kept 5: process \(user.pid) (python3) of user \(Stranger.waiting) is older and may have made them"
        ),
        "\(output.errorText)")
      _ = try user.finish()
      #expect(try removed() == Set(lost.dropFirst()))
    }
  }

  /// As a daemon's starter does, who ends.
  @Test func waitsForDescendants() throws {
    try withSandbox {
      let daemon = try Program.python(
        """
        import os, sys
        import sysv_ipc
        reader, writer = os.pipe()
        if os.fork() == 0:
            os.setsid()
            segment = sysv_ipc.SharedMemory(None, sysv_ipc.IPC_CREX, size=4096)
            segment.detach()
            if os.fork() == 0:
                sys.stdin.read()
            else:
                os.write(writer, f"{segment.id} {os.getpid()}".encode())
            os._exit(0)
        os.wait()
        print(os.read(reader, 99).decode(), flush=True)
        sys.stdin.read()
        """
      ).start()
      let words = try #require(try daemon.readLine()).words
      let output = try Program.ipctool("rm", "--orphaned", "--yes").run()
      #expect(output.standardOutput.isEmpty)
      #expect(output.errorText.contains(" is a descendant of \(words[1]), which used them"))
      _ = try daemon.finish()
      try wait(for: "the daemon's end") { try removed() == ["shm:\(words[0])"] }
    }
  }

  @Test func leavesAloneWhatNobodyIsRecordedToHaveUsed() throws {
    try withSandbox {
      let queue = try create("msg")
      let output = try Program.ipctool("rm", "--orphaned", "--yes").run()
      #expect(output.standardOutput.isEmpty)
      #expect(
        output.errorText.contains("kept 1 that nobody is recorded to have used: \(queue)\n"))
      try ipctool("rm", queue)
    }
  }

  /// Nobody is recorded before somebody receives; who waits to uses it.
  @Test func recommendsNothingThatIsWaitedAt() throws {
    try withSandbox {
      let queue = try create("msg")
      let waiter = try Program.ipctool("recv", queue).start()
      try wait(for: waiter, toSleepIn: "do_msgrcv")
      let output = try Program.ipctool("rm", "--orphaned", "--yes").run()
      #expect(output.standardOutput.isEmpty && !output.errorText.contains(queue))
      try ipctool("send", queue, "x")
      #expect(try waiter.finish().text == "x")
      try ipctool("rm", queue)
    }
  }

  /// Among objects that others use exactly those go that are forgotten, however often it looks.
  @Test func findsAFewAmongMany() throws {
    try withSandbox {
      let user = try Program.python(
        """
        import ctypes, os, sys
        import sysv_ipc
        libc = ctypes.CDLL(None)
        libc.shmat.restype = ctypes.c_void_p
        held = []
        for number in range(100):
            if os.fork() == 0:
                os.setuid(54400 + number)
                libc.shmat(libc.shmget(0, 4096, 0o1600), None, 0)
                libc.shmget(0, 4096, 0o1600)
                queue = sysv_ipc.MessageQueue(None, sysv_ipc.IPC_CREX, max_message_size=64)
                queue.send(b"a")
                sysv_ipc.Semaphore(None, sysv_ipc.IPC_CREX, initial_value=1)
                file = os.open(f"/dev/shm/held{number}", os.O_RDWR | os.O_CREAT)
                os.write(1, b".\\n")
                sys.stdin.read()
                os._exit(0)
        sys.stdin.read()
        """
      ).start()
      for _ in 0..<100 { _ = try user.readLine() }
      let before = try left()
      for _ in 0..<3 {
        var lost: Set<String> = []
        for uid in [0] + Stranger.many { lost.formUnion(try forget(as: uid)) }
        #expect(try removed() == lost)
        #expect(try left() == before)
      }
      _ = try user.finish()
    }
  }
}
