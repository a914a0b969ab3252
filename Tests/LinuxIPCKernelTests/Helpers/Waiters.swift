import LinuxIPC
import Support

/// Processes that wait in open(2) for the other end of a FIFO, each in a way of its own.
struct Waiters {
  /// One of them.
  struct One {
    let name: String
    let file: ObjectIdentity
    let pid: Int32
    let thread: Int32
    let access: String
  }

  let scene: Scene
  let all: [One]

  /// - Parameter ways: Python that calls `waits` for each.
  init(_ ways: String) throws {
    scene = try Scene(Self.prelude + ways + Self.end, Scratch.path)
    let words = scene.words
    all = stride(from: 0, to: words.count, by: 5).compactMap { place in
      guard let file = ObjectIdentity(file: words[place + 1]), let pid = Int32(words[place + 2]),
        let thread = Int32(words[place + 3])
      else { return nil }
      return One(
        name: words[place], file: file, pid: pid, thread: thread, access: words[place + 4])
    }
  }

  /// Where each sleeps; all of them have to be at the FIFO.
  func sleep() throws -> [Sleep] {
    try all.map { try Sleep.wait(for: $0.pid, $0.thread, in: "wait_for_partner") }
  }

  /// Opens the other ends: each has to get or give its data, whole, and then end of file. Returns the
  /// names of those that do not.
  func release() throws -> [String] {
    try scene.next()
    return scene.words
  }

  private static let prelude = """
    os.chdir(sys.argv[1])
    # Each of the calls, of which the C library makes some from others.
    x86 = os.uname().machine == "x86_64"
    AT_FDCWD = -100
    def opens(path, flags): return lambda: os.open(path, flags)
    def calls(number, *arguments): return lambda: check(libc.syscall(number, *arguments))
    found, waiting = [], []
    def waits(name, access, how, prepare=lambda: None, thread=False):
      os.mkfifo(name)
      r, w = os.pipe()
      def act():
        prepare()
        os.write(w, str(threading.get_native_id()).encode())
        fd = how()
        if access == "r":
          data = b"".join(iter(lambda: os.read(fd, 100), b""))
        else:
          data = b"data"
          os.write(fd, data)
        os.close(fd)
        os.write(w, data or b"nothing")
      def body():
        if not thread: return act()
        other = threading.Thread(target=act)
        other.start()
        other.join()
      pid = fork(body)
      found.extend([name, file(name), pid, int(os.read(r, 100)), access])
      waiting.append((name, access, r))
    R, W, RW = os.O_RDONLY, os.O_WRONLY, os.O_RDWR

    """

  private static let end = """

    ready(*found)
    wrong = []
    for name, access, r in waiting:
      fd = os.open(name, (W if access == "r" else R) | os.O_NONBLOCK)
      os.set_blocking(fd, True)
      if access == "r":
        os.write(fd, b"data")
        data = b"data"
      else:
        data = b"".join(iter(lambda: os.read(fd, 100), b""))
      os.close(fd)
      if data != b"data" or os.read(r, 100) != b"data": wrong.append(name)
    ready(*wrong)
    """
}
