import Support
import Testing

/// One object, at least, of each kind that only processes hold, made and held by python, which tells what
/// it is called there. Sockets have their place in the list of kinds for `ls`, too.
struct HeldObjects {
  /// The kinds of which there are such objects.
  static let kinds = ["pipe", "fifo", "map", "memfd", "eventfd", "unix", "tcp", "udp"]

  private let holder: RunningProgram
  private let directory: String
  /// By what it is called below: its address, as python makes it from what the kernel tells it.
  let addresses: [String: String]
  /// By the same: the numbers of its descriptors.
  let descriptors: [String: [Int32]]

  var pid: Int32 { holder.pid }

  /// The path of what is called `name` in a directory that everybody may look into.
  func path(_ name: String) -> String { "\(directory)/\(name)" }

  /// - Parameter asNobody: Whether it is nobody who makes and holds them.
  init(asNobody: Bool = false) throws {
    let owner = asNobody ? "65534" : "0"
    directory = try run(
      shell("d=$(mktemp -d) && chmod 755 $d && chown $1 $d && echo $d", owner)
    ).text.trimmed
    let python = Program.python(Self.script, directory)
    let program = try (asNobody ? python.asNobody : python).start()
    let lines = try Self.names.map { _ in try #require(try program.readLine()).words }
    holder = program
    #expect(lines.map { $0[0] } == Self.names)
    addresses = Dictionary(uniqueKeysWithValues: lines.map { ($0[0], $0[1]) })
    descriptors = Dictionary(
      uniqueKeysWithValues: lines.map { ($0[0], $0.dropFirst(2).compactMap { Int32($0) }) })
  }

  /// The address of what is called `name`.
  func address(_ name: String) throws -> String { try #require(addresses[name]) }

  /// The descriptor, or of several the one with that index, of what is called `name`, as /proc has it.
  func link(_ name: String, _ index: Int = 0) throws -> String {
    "/proc/\(pid)/fd/\(try #require(descriptors[name])[index])"
  }

  /// Ends the program, and takes its files away.
  func end() throws {
    let output = try holder.finish()
    try #require(output.status == 0, "\(output.errorText)")
    try run(Program.system("rm", "-r", directory))
  }

  static let names = [
    "pipe", "fifo", "map", "inherited", "memfd", "eventfd", "listener", "client", "server",
    "abstract",
    "tcp", "tcp-client", "tcp-server", "udp",
  ]

  private static let script = """
    import mmap, os, socket, sys
    held = []
    def tell(name, address, *fds): print(name, address, *fds, flush=True)
    def inode(fd): return os.fstat(fd).st_ino
    os.chdir(sys.argv[1])
    reading, writing = os.pipe()
    os.write(writing, b"x" * 100)
    tell("pipe", "pipe:%d" % inode(reading), reading, writing)
    os.mkfifo("fifo", 0o640)
    fifo = os.open("fifo", os.O_RDWR)
    os.write(fifo, b"12345")
    tell("fifo", "fifo:" + os.path.abspath("fifo"), fifo)
    file = os.open("mapped", os.O_RDWR | os.O_CREAT, 0o600)
    os.ftruncate(file, 5000)
    held.append(mmap.mmap(file, 5000))
    os.close(file)
    tell("map", "map:" + os.path.abspath("mapped"))
    shared = mmap.mmap(-1, 8192, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS)
    shared[0] = 1
    held.append(shared)
    lines = [line.split() for line in open("/proc/self/maps") if "/dev/zero (deleted)" in line]
    tell("inherited", "map:" + lines[0][4])
    memfd = os.memfd_create("cache", os.MFD_ALLOW_SEALING)
    os.ftruncate(memfd, 10000)
    tell("memfd", "memfd:%d" % inode(memfd), memfd)
    counter = os.eventfd(7)
    ids = [line.split()[1] for line in open("/proc/self/fdinfo/%d" % counter) if "eventfd-id" in line]
    tell("eventfd", "eventfd:" + ids[0], counter)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(os.path.abspath("listener"))
    listener.listen(5)
    tell("listener", "unix:" + os.path.abspath("listener"), listener.fileno())
    client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    client.connect("listener")
    server, _ = listener.accept()
    client.send(b"hello")
    tell("client", "unix:%d" % inode(client.fileno()), client.fileno())
    tell("server", "unix:%d" % inode(server.fileno()), server.fileno())
    abstract = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    abstract.bind("\\0ipctool test %d" % os.getpid())
    tell("abstract", "unix:@ipctool%%20test%%20%d" % os.getpid(), abstract.fileno())
    tcp = socket.create_server(("127.0.0.1", 0))
    tell("tcp", "tcp:127.0.0.1:%d" % tcp.getsockname()[1], tcp.fileno())
    caller = socket.create_connection(tcp.getsockname())
    called, _ = tcp.accept()
    caller.send(b"hello, world")
    tell("tcp-client", "tcp:%d" % inode(caller.fileno()), caller.fileno())
    tell("tcp-server", "tcp:%d" % inode(called.fileno()), called.fileno())
    udp = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    udp.bind(("::1", 0))
    tell("udp", "udp:::1:%d" % udp.getsockname()[1], udp.fileno())
    sys.stdin.read()
    """
}
