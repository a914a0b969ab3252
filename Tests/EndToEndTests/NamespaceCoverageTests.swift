import Support
import Testing

/// What is not looked at in other namespaces is counted.
struct NamespaceCoverageTests {
  @Test func countsNamespacesThatItCannotOpen() throws {
    try withSandbox {
      let program = try Program.python(
        """
        import ctypes, os, sys
        libc = ctypes.CDLL(None)
        r, w = os.pipe()
        for n in range(40):
            if not os.fork():
                libc.prctl(1, 9)
                assert libc.unshare(0x48020000) == 0
                assert libc.msgget(0x7a55, 0o1600) >= 0
                os.write(w, b"x"); os.close(w)
                sys.stdin.read(); os._exit(0)
        while n >= 0: n -= len(os.read(r, 40))
        print("ready", flush=True)
        sys.stdin.read()
        """
      ).start()
      _ = try program.readLine()
      func listed(_ limit: String) throws -> (queues: Int, document: [UInt8]) {
        let program = Program.ipctool("ls", "msg", "--namespace", "all", "--json")
        let document = try run(
          Program.system(
            "prlimit", arguments: ["--nofile=\(limit)", program.path] + program.arguments))
        let count = try json(document, "sum(o['key'] == '0x00007a55' for o in d['objects'])")
        return (Int(count) ?? -1, document)
      }
      // As many as the hard limit allows.
      #expect(try listed("24:4096").queues == 40)
      let (queues, document) = try listed("24:24")
      for kind in ["IPC", "network", "mount"] {
        #expect(
          try hides(
            document,
            "h['what'] == '\(kind) namespaces' and h['needs'] == 'more open files than may be had'"
              + " and h['count'] >= \(40 - queues)"))
      }
      #expect(queues < 40)
      _ = try program.finish()
    }
  }

  @Test func tellsWhatAProcessHasElsewhere() throws {
    try withSandbox {
      let container = try Container(
        """
        attach = libc.shmat; attach.restype = ctypes.c_void_p
        attach(must(libc.shmget(0x43, 4096, 0o1600)), None, 0)
        """)
      let gap =
        "h['what'] == 'IPC namespaces of processes' and h['needs'] == '--namespace \(container.pid)'"
      let without = try Program.ipctool("ps", container.pid, "--json").run().standardOutput
      #expect(try hides(without, gap))
      let within = try ipctool("ps", container.pid, "--namespace", container.pid, "--json")
      #expect(try !hides(within, gap))
      #expect(
        try json(
          within, "[h['address'] for h in d['processes'][0]['holdings'] if h['kind'] == 'shm']")
          == "['shm:0@ipc=\(container.ipc)']")
      let why = try Program.ipctool("why", container.pid, "--json").run().standardOutput
      #expect(try hides(why, gap))
      try container.end()
    }
  }

  /// Who attaches and detaches while we look has left no namespace.
  @Test func takesNoHasteForALeave() throws {
    try withSandbox {
      let busy = try Program.python(
        """
        import ctypes, os, sys, threading, time
        libc = ctypes.CDLL(None)
        libc.shmat.restype = ctypes.c_void_p
        libc.shmdt.argtypes = [ctypes.c_void_p]
        keep = libc.shmget(0, 4096, 0o1600)
        def churn(pause):
            while not ended:
                segment = libc.shmget(0, 4096, 0o1600)
                attached = [libc.shmat(each, None, 0) for each in (segment, keep)]
                time.sleep(pause)
                for each in attached: libc.shmdt(each)
                libc.shmctl(segment, 0, None)
                time.sleep(pause)
        ended = []
        threads = [threading.Thread(target=churn, args=(p,)) for p in (0.002, 0.011, 0.03)]
        for thread in threads: thread.start()
        print(flush=True)
        sys.stdin.read()
        ended.append(1)
        for thread in threads: thread.join()
        libc.shmctl(keep, 0, None)
        """
      ).start()
      _ = try busy.readLine()
      for _ in 0..<30 {
        for arguments in [["ls", "shm", "-o", "+holders"], ["ps", "\(busy.pid)"]] {
          let document = try Program.ipctool(arguments + ["--json"]).run().standardOutput
          #expect(try !hides(document, "h['what'] == 'IPC namespaces of attachments'"))
        }
      }
      _ = try busy.finish()
    }
  }

  /// A segment that stays attached in a process that has gone to another IPC namespace, where the same id is another's.
  @Test(arguments: [false, true]) func countsWhatAProcessAttachedBeforeItLeft(
    _ hasNamesake: Bool
  ) throws {
    try withSandbox {
      let container = try Container(
        """
        attach = libc.shmat; attach.restype = ctypes.c_void_p
        attach(must(libc.shmget(0x43, 4096, 0o1600)), None, 0)
        r, w = os.pipe()
        told.append(os.fork())
        if told == [0]:
            libc.prctl(1, 9)
            must(libc.unshare(0x08000000))
            if \(hasNamesake ? "True" : "False"): must(libc.shmget(0x44, 4096, 0o1600))
            os.write(w, b"x")
            sys.stdin.read(); os._exit(0)
        os.read(r, 1)
        """)
      let child = try #require(container.told.first)
      let gap =
        "h['what'] == 'IPC namespaces of attachments' and h['count'] == 1 and h['needs'] =="
        + " 'their processes to stay in the namespace where they attached'"
      let moved = try ipctool("ps", child, "--namespace", child, "--json")
      #expect(try hides(moved, gap))
      #expect(
        try json(
          moved, "[h for p in d['processes'] for h in p['holdings'] if h['kind'] == 'shm']")
          == "[]")
      let stayed = try ipctool("ps", container.pid, "--namespace", container.pid, "--json")
      #expect(try !hides(stayed, gap))
      let shown = try ipctool("show", "shm:0@ipc=\(container.ipc)", "--json")
      #expect(
        try hides(
          shown, "h['what'] == 'attachments' and h['count'] == 1 and 'to stay' in h['needs']"))
      try container.end()
    }
  }

  /// The doctor tells of those who were asked about, and of files of sockets as they are found there.
  @Test func examinesNoOtherProcesses() throws {
    try withScratchDirectory { directory in
      try withSandbox {
        let stale = "\(directory)/stale"
        let fifo = "\(directory)/fifo"
        let own = try Program.python(
          """
          import os, socket, sys, threading
          s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.close()
          os.mkfifo(sys.argv[2])
          threading.Thread(target=lambda: os.open(sys.argv[2], os.O_RDONLY), daemon=True).start()
          print("ready", flush=True)
          sys.stdin.read()
          """, stale, fifo
        ).start()
        _ = try own.readLine()
        let container = try Container(
          """
          os.mkfifo("/run/inside")
          threading.Thread(target=lambda: os.open("/run/inside", os.O_RDONLY), daemon=True).start()
          """)
        func findings(_ arguments: String...) throws -> (text: String, document: [UInt8]) {
          let program = Program.ipctool(["doctor", "--json", "--search", directory] + arguments)
          let document = try program.run().standardOutput
          return (
            try json(document, "' '.join(str(f['address']) for f in d['findings'])"), document
          )
        }
        let all = try findings("--namespace", "all")
        #expect(all.text.words.contains("unix:\(stale)"))
        let (inside, document) = try findings("--namespace", container.pid)
        #expect(!inside.contains(directory))
        let shared = "[f['address'] for f in d['findings'] if f['message'].startswith('\(stale),')]"
        #expect(try json(document, shared) == "[None]")
        // Who waits at a FIFO is in the namespaces as who holds one is.
        let listed = try ipctool("ls", "fifo", "--namespace", container.pid, "--json")
        #expect(try json(listed, "len(d['objects'])") == "1")
        let searched = try ipctool(
          "ls", "fifo", "--under", directory, "--namespace", container.pid, "--json")
        #expect(try hides(searched, "h['what'] == 'files below directories'"))
        try container.end()
        // The thread that waits goes with its process.
        _ = try own.finish()
      }
    }
  }

  @Test func namesTheRightCapability() throws {
    try withSandbox {
      let container = try Container("open('/dev/shm/x', 'w').close()")
      func poorer(_ arguments: String...) -> Program {
        Program.system(
          "setpriv",
          arguments: ["--bounding-set=-sys_chroot", "--inh-caps=-all", "--"]
            + [Program.ipctool().path] + arguments)
      }
      let lines = try failure(77, poorer("peek", "posix-shm:/x@mnt=\(container.mount)"))
      #expect(lines[1] == "needs CAP_SYS_CHROOT")
      let document = try run(poorer("ls", "posix-shm", "--namespace", "all", "--json"))
      #expect(
        try hides(document, "h['what'] == 'mount namespaces' and h['needs'] == 'CAP_SYS_CHROOT'"))
      try container.end()
    }
  }

  /// A thread may live on when the first one of its process has ended.
  @Test func looksFromInsideAProcessWithoutItsLeader() throws {
    try withSandbox {
      let program = try Program.python(
        """
        import ctypes, os, sys, threading
        libc = ctypes.CDLL(None)
        assert libc.unshare(0x08000000) == 0
        assert libc.msgget(0x42, 0o1600) >= 0
        leader = os.getpid()
        def rest():
            while " Z " not in open(f"/proc/{leader}/stat").read(): pass
            print(leader, os.stat("/proc/thread-self/ns/ipc").st_ino, flush=True)
            sys.stdin.read()
            os._exit(0)
        threading.Thread(target=rest).start()
        libc.syscall(\(exitCall), 0)
        """
      ).start()
      let words = try #require(try program.readLine()).words
      let document = try ipctool("ls", "msg", "--namespace", words[0], "--json")
      #expect(
        try json(document, "[o['address'] for o in d['objects']]") == "['msg:0@ipc=\(words[1])']")
      _ = try program.finish()
    }
  }

  /// The number of exit(2), of one thread.
  private var exitCall: Int {
    #if arch(x86_64)
      60
    #else
      93
    #endif
  }
}
