import Support
import Testing

/// Three processes, each in IPC, mount, network and pid namespaces of its own within those of the one before, with
/// objects of the same ids and names in each: System V ids 0, a POSIX queue and files in /dev/shm called `same`, the
/// port 4242 and the abstract name `same`. The queue of level N has N messages of N bytes, and its file N bytes.
struct NestedNamespaces {
  struct Level {
    /// As seen from the test.
    let pid: String
    let ipc, net, mount: String
    let depth: Int

    /// The addresses of its objects, as seen from the test, in the order of `kinds`.
    var addresses: [String] {
      [
        "msg:0@ipc=\(ipc)", "mqueue:/same@ipc=\(ipc)", "shm:0@ipc=\(ipc)",
        "posix-shm:/same@mnt=\(mount)", "sem:0@ipc=\(ipc)", "unix:@same@net=\(net)",
        "tcp:127.0.0.1:4242@net=\(net)",
      ]
    }
  }

  static let kinds = ["msg", "mqueue", "shm", "posix-shm", "sem", "unix", "tcp"]

  let running: RunningProgram
  let levels: [Level]

  init() throws {
    running = try Program.python(Self.program).start()
    var levels: [Level] = []
    for depth in 1...3 {
      let words = try #require(try running.readLine()).words
      try #require(words.count == 4)
      levels.append(
        Level(pid: words[0], ipc: words[1], net: words[2], mount: words[3], depth: depth))
    }
    self.levels = levels
  }

  /// Each is the first process of its pid namespace, and goes with all below when its parent does.
  private static let program = """
    import ctypes, mmap, os, socket, sys
    libc = ctypes.CDLL(None, use_errno=True)
    rt = ctypes.CDLL("librt.so.1", use_errno=True)
    def must(result): assert result >= 0, os.strerror(ctypes.get_errno()); return result
    class Attributes(ctypes.Structure):
        _fields_ = [(n, ctypes.c_long) for n in ("flags", "most", "size", "now", "a", "b", "c", "d")]
    class Message(ctypes.Structure): _fields_ = [("type", ctypes.c_long), ("text", ctypes.c_char * 8)]
    def level(depth, told):
        NEWNS, NEWIPC, NEWPID, NEWNET = 0x20000, 0x08000000, 0x20000000, 0x40000000
        must(libc.unshare(NEWNS | NEWIPC | NEWPID | NEWNET))
        if os.fork(): os.wait(); os._exit(0)
        libc.prctl(1, 9)
        must(libc.mount(b"none", b"/", None, 0x44000, None))
        must(libc.mount(b"tmpfs", b"/dev/shm", b"tmpfs", 0, None))
        queue = must(libc.msgget(0x42, 0o1600))
        for _ in range(depth):
            must(libc.msgsnd(queue, ctypes.byref(Message(1, b"12345678")), depth, 0))
        attach = libc.shmat
        attach.restype = ctypes.c_void_p
        attach(must(libc.shmget(0x43, 4096, 0o1600)), None, 0)
        must(libc.semget(0x44, depth, 0o1600))
        limits = Attributes(0, 2, 16, 0, 0, 0, 0, 0)
        held = [must(rt.mq_open(b"/same", os.O_CREAT | os.O_RDWR, 0o600, ctypes.byref(limits)))]
        # Other tests name files by the inodes that are the first of any file system.
        for _ in range(50): os.close(os.open("/dev/shm/none", os.O_CREAT)); os.unlink("/dev/shm/none")
        with open("/dev/shm/same", "w+b") as file:
            file.write(b"x" * depth)
            file.flush()
            held.append(mmap.mmap(file.fileno(), depth))
        # The loopback interface, up.
        s = socket.socket()
        import fcntl, struct
        fcntl.ioctl(s, 0x8914, struct.pack("16sh14x", b"lo", 1))
        s.bind(("127.0.0.1", 4242)); s.listen()
        u = socket.socket(socket.AF_UNIX)
        u.bind("\\0same"); u.listen()
        # /proc is that of the test.
        spaces = [str(os.stat("/proc/self/ns/" + n).st_ino) for n in ("ipc", "net", "mnt")]
        os.write(told, (" ".join([os.readlink("/proc/self")] + spaces) + "\\n").encode())
        if depth < 3 and not os.fork():
            libc.prctl(1, 9)
            level(depth + 1, told)
        sys.stdin.read()
        os._exit(0)
    if not os.fork():
        libc.prctl(1, 9)
        level(1, 1)
    sys.stdin.read()
    """
}
