import Support
import Testing

/// The search below a directory leaves it as it was, and does not leave it.
struct UnderTests {
  @Test func movesNoAccessTime() throws {
    try withSandbox {
      try run(
        shell(
          """
          mount -t tmpfs -o strictatime none /mnt && mkdir -p /mnt/a/b && mkfifo /mnt/a/b/f
          touch -a -d 2020-01-01 /mnt/a/b /mnt/a /mnt
          """))
      func times() throws -> String {
        try run(Program.system("stat", "-c", "%X", "/mnt", "/mnt/a", "/mnt/a/b")).text
      }
      let before = try times()
      #expect(try ipctool("ls", "fifo", "--under", "/mnt").text.contains("fifo:/mnt/a/b/f"))
      #expect(try times() == before)
      // Who may not ask for that reads it as everybody does.
      let tool = try Program.ipctool("ls", "fifo", "--under", "/mnt").asNobody.run()
      #expect(tool.text.contains("fifo:/mnt/a/b/f"))
    }
  }

  /// While a directory changes places with a link to elsewhere.
  @Test func staysBelow() throws {
    try withSandbox {
      let program = try Program.python(
        """
        import ctypes, os, sys, threading
        c = ctypes.CDLL(None)
        os.chdir("/dev/shm")
        for top in "below/real", "outside":
            for number in range(200): os.makedirs(f"{top}/{number}")
        for number in range(200): os.mkfifo(f"outside/{number}/out")
        os.mkfifo("below/in")
        os.symlink("../outside", "below/link")
        ended = []
        def swap():
            while not ended: c.renameat2(-100, b"below/real", -100, b"below/link", 2)
        thread = threading.Thread(target=swap)
        thread.start()
        print("ready", flush=True)
        sys.stdin.read()
        ended.append(True)
        thread.join()
        """
      ).start()
      #expect(try program.readLine() == "ready")
      for _ in 0..<20 {
        let found = try ipctool("ls", "fifo", "--under", "/dev/shm/below", "-o", "address").text
        #expect(found.contains("fifo:/dev/shm/below/in"))
        #expect(!found.contains("/out"))
      }
      _ = try program.finish()
    }
  }

  /// What is mounted when somebody comes stays unmounted, and nobody is waited for.
  @Test func mountsNothing() throws {
    try withSandbox {
      let program = try Program.python(
        """
        import ctypes, os, select, sys
        c = ctypes.CDLL(None, use_errno=True)
        os.makedirs("/dev/shm/below/auto")
        os.mkfifo("/dev/shm/below/in")
        reader, writer = os.pipe2(os.O_DIRECT)
        options = f"fd={writer},pgrp={os.getpgrp()},minproto=5,maxproto=5,direct".encode()
        # Its own group is let in without being waited for.
        os.setpgid(0, 0)
        options = f"fd={writer},pgrp={os.getpgrp()},minproto=5,maxproto=5,direct".encode()
        if c.mount(b"none", b"/dev/shm/below/auto", b"autofs", 0, options):
            print(os.strerror(ctypes.get_errno()), flush=True)
        else:
            print("ready", flush=True)
        sys.stdin.read()
        print(len(select.select([reader], [], [], 0)[0]), flush=True)
        os.close(reader)
        c.umount2(b"/dev/shm/below/auto", 2)
        """
      ).start()
      try #require(try program.readLine() == "ready")
      let tool = Program.system(
        "timeout", "20", Program.ipctool().path, "ls", "fifo", "--under", "/dev/shm/below", "--json"
      )
      let document = try run(tool)
      #expect(document.text.contains("fifo:/dev/shm/below/in"))
      #expect(
        try json(
          document,
          "[h['count'] for h in d['coverage']['hidden'] if h['what'] == 'automount points']")
          == "[1]")
      #expect(try program.finish().text.hasSuffix("0\n"), "nobody was asked to mount")
    }
  }
}
