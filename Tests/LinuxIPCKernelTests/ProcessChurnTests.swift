import Glibc
import IPCSnapshot
import Support
import Testing

@testable import LinuxIPC

/// Processes that come and go under the scan, hide from it, or have more than most.
struct ProcessChurnTests {
  /// 300 processes that fork and end all the time, each generation with a pipe whose content names its
  /// owner, as the command of who holds it does.
  @Test func noHolderIsMistakenForAnother() throws {
    try withSandbox {
      let scene = try Scene(
        """
        root = os.getpid()
        def become(name):
          libc.prctl(15, name.encode(), 0, 0, 0)
        def live(family):
          # A new process after a moment or two, the old one ends: its command and what is in its pipe
          # tell the family.
          while not os.path.exists("/dev/shm/enough"):
            os.kill(root, 0)
            pid = os.fork()
            if pid: os._exit(0)
            r, w = os.pipe()
            os.write(w, b"x" * (family + 1))
            become(f"family {family}")
            time.sleep(2 if family % 3 == 0 else 0.2 + 0.05 * (family % 7))
            become("between")
            os.close(r); os.close(w)
        # Orphans come back to here, and are waited for.
        check(libc.prctl(36, 1, 0, 0, 0))
        for family in range(300):
          if os.fork() == 0:
            os.close(0); os.close(1)
            live(family)
            os._exit(0)
        print("ready", flush=True)
        while True:
          try: os.wait()
          except ChildProcessError: break
        ready("done")
        """)
      #expect(scene.words == ["ready"])
      var seen = 0
      let start = time(nil)
      // On a busy machine a look takes as long as a family lives.
      while time(nil) - start < 7 || seen == 0 && time(nil) - start < 120 {
        let look = Look(Pipe.self)
        for object in look.objects {
          let holders = look.holders(of: object)
          // What all have from their parent is nobody's own.
          if holders.contains(where: { $0.pid == scene.pid }) { continue }
          let families = holders.map { String(decoding: $0.command, as: UTF8.self) }
            .filter { $0.hasPrefix("family ") }
          guard let name = families.first, let family = UInt64(name.dropFirst(7)) else { continue }
          #expect(Set(families).count == 1)
          if let state = object.state { #expect(state.bytes == family + 1) }
          seen += 1
        }
      }
      #expect(seen > 0, "the test can see them")
      try TextFile.write([], to: "/dev/shm/enough", create: true)
      try scene.readWords()
      #expect(scene.words == ["done"])
    }
  }

  /// A thread whose table of descriptors is its own, and who alone holds an end.
  @Test func anEndThatOneThreadHolds() throws {
    try withSandbox {
      let scene = try Scene(
        """
        r, w = os.pipe()
        mark = file(w)
        got, tell = os.pipe()
        def work():
          check(libc.unshare(0x400))
          os.close(r)
          os.write(tell, str(threading.get_native_id()).encode())
          threading.Event().wait()
        def keep():
          check(libc.unshare(0x400))
          os.close(r)
          os.write(tell, b"x")
          threading.Event().wait()
        threading.Thread(target=work, daemon=True).start()
        thread = os.read(got, 20).decode()
        os.close(w)
        # Of this one no end is left with the leader.
        r2, w2 = os.pipe()
        os.write(w2, b"kept")
        threading.Thread(target=keep, daemon=True).start()
        os.read(got, 1)
        mark2 = file(r2)
        os.close(r2); os.close(w2)
        ready(mark, r, w, thread, mark2)
        """)
      let pipe = try scene.file(0)
      let look = Look(Pipe.self)
      #expect(
        try look.holds(pipe)
          == [
            "\(scene.pid) \(scene.words[1]) r", "\(scene.pid) \(scene.words[2]) w",
          ].sorted())
      let links = try Program.system(
        "readlink", "/proc/\(scene.pid)/task/\(scene.words[3])/fd/\(scene.words[2])"
      ).run()
      #expect(links.text == "pipe:[\(pipe.inode)]\n", "as the kernel has it")
      #expect(try look.object(pipe).state?.hasWriters == true)
      let kept = try look.object(scene.file(4))
      #expect(look.holders(of: kept).map(\.pid) == [scene.pid, scene.pid])
      #expect(kept.state?.bytes == 4)
    }
  }

  /// A leader that has ended and left a thread shows nothing in its own directory.
  @Test func endsOfALeaderThatHasEnded() throws {
    try withSandbox {
      let scene = try Scene(
        """
        r, w = os.pipe()
        os.write(w, b"left")
        counter = os.eventfd(5)
        memory = os.memfd_create("left")
        mark = [file(w), file(memory)]
        def work():
          while open(f"/proc/{os.getpid()}/stat").read().rsplit(")", 1)[1].split()[0] != "Z": pass
          ready(*mark)
          os._exit(0)
        threading.Thread(target=work).start()
        libc.syscall(60 if os.uname().machine == "x86_64" else 93, 0)
        """)
      let pipe = try scene.file(0)
      let look = Look(Pipe.self)
      let object = try look.object(pipe)
      #expect(Set(look.holders(of: object).map(\.pid)) == [scene.pid])
      #expect(object.state?.bytes == 4)
      #expect(Look(EventCounter.self).objects(heldBy: scene.pid).map(\.count) == [5])
      #expect(try Look(MemoryFile.self).object(scene.file(1)).label == Array("left".utf8))
    }
  }

  /// Whose descriptors may not be looked at is counted.
  @Test func anotherUsersProcesses() throws {
    try withSandbox {
      let scene = try Scene("r, w = os.pipe(); ready(file(r))")
      let pipe = try scene.file(0)
      #expect(Look(Pipe.self).contains(pipe))
      try asNobody {
        let look = Look(Pipe.self)
        #expect(!look.contains(pipe))
        let hidden = look.coverage.gaps.first { $0.what == "processes" }
        #expect(hidden?.count ?? 0 >= 1)
        #expect(hidden?.needs.contains("CAP_SYS_PTRACE") == true)
        #expect(failure(of: { try Look(Pipe.self, in: scene.pid) })?.kind == .denied)
      }
    }
  }

  /// A process that is not to be dumped is out of sight of its own user.
  @Test func aProcessThatMayNotBeDumped() throws {
    try withSandbox {
      let scene = try Scene(
        """
        os.setgroups([]); os.setresgid(65534, 65534, 65534); os.setresuid(65534, 65534, 65534)
        libc.prctl(4, 1)
        r, w = os.pipe()
        ready(file(r))
        libc.prctl(4, 0)
        ready(file(r))
        """)
      let pipe = try scene.file(0)
      try asNobody {
        let look = try Look(Pipe.self, in: scene.pid)
        #expect(look.contains(pipe))
      }
      try scene.next()
      try asNobody {
        #expect(failure(of: { try Look(Pipe.self, in: scene.pid) })?.kind == .denied)
      }
      let look = try Look(Pipe.self, in: scene.pid)
      #expect(look.contains(pipe), "root sees it")
    }
  }

  /// /proc that hides others' processes (hidepid): how many is not known, but that there are some.
  @Test func hiddenProcesses() throws {
    try withSandbox {
      let scene = try Scene("r, w = os.pipe(); ready(file(r))")
      let pipe = try scene.file(0)
      let mounted = try Program.system("mount", "-t", "proc", "-o", "hidepid=2", "proc", "/proc")
        .run()
      try #require(mounted.status == 0, "\(mounted.errorText)")
      try asNobody {
        let look = Look(Pipe.self)
        #expect(!look.contains(pipe))
        #expect(look.coverage.gaps.contains { $0.what == "processes" && $0.count == nil })
        #expect(failure(of: { try Look(Pipe.self, in: scene.pid) })?.kind == .denied)
      }
      #expect(Look(Pipe.self).contains(pipe))
    }
  }

  @Test func manyDescriptors() throws {
    try withSandbox {
      let scene = try Scene(
        """
        limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
        count = min(limit, 20000) - 40
        r, w = os.pipe()
        copies = [os.dup(r) for _ in range(count // 2)] + [os.dup(w) for _ in range(count // 2)]
        ready(file(r), len(copies) + 2)
        """)
      let pipe = try scene.file(0)
      let look = Look(Pipe.self)
      let holders = look.holders(of: try look.object(pipe))
      #expect(UInt64(holders.count) == (try scene.number(1)))
      #expect(holders.map(\.fd) == holders.map(\.fd).sorted { ($0 ?? -1) < ($1 ?? -1) })
      let readers = holders.count { $0.access == .read }
      #expect(2 * readers == holders.count)
    }
  }
}
