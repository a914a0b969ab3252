/// Objects of every kind that has a name, under names that attack a terminal, a shell, a parser or a table.
enum HostileZoo {
  /// Python that makes them in a process namespace of its own, with /mnt and /dev/shm for their files.
  ///
  /// `made` has the kind and the whole name of each, `commands` what each process calls itself by its pid, and
  /// `tool(…)` runs the tool, whose path is the first argument; `flaw(…)` tells what is wrong.
  static let script = """
    import base64, ctypes, json, mmap, os, re, signal, socket, subprocess, sys, unicodedata
    libc = ctypes.CDLL(None, use_errno=True)
    libc.sem_open.restype = ctypes.c_void_p
    subprocess.run(["mount", "-t", "tmpfs", "zoo", "/mnt"], check=True)
    os.makedirs("/mnt/zoo")
    os.chdir("/mnt/zoo")

    names = [
      b"\\x1b[31mred\\x1b]0;t\\x07", b"a\\nb\\tc\\rd", "\\u202eevil\\u2066x\\u2069".encode(),
      "\\u200bz\\u200d\\ufeff\\u2028\\u0085".encode(), b"\\xc2\\x9b2J", b"\\xff\\xfe\\xc3",
      b"\\xed\\xa0\\x80\\xf4\\x90\\x80\\x80", b"\\"q'$(x)`y`\\\\n%41|&;<b>", b" -rf #[(a@ipc=1",
      b"\\x80" * 255,
    ]
    made, held, commands = [], [], {}

    def flaw(*words): print(*words)

    def checked(result):
      if result in (-1, None): raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
      return result

    class Attributes(ctypes.Structure):
      _fields_ = [(str(number), ctypes.c_long) for number in range(8)]

    def page(path, directory=None):
      fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=directory)
      os.ftruncate(fd, 4096)
      held.append(mmap.mmap(fd, 4096))
      os.close(fd)

    def bound(kind, address):
      held.append(socket.socket(socket.AF_UNIX, kind))
      held[-1].bind(address)
      return held[-1]

    def fifo(path, directory=None):
      os.mkfifo(path, dir_fd=directory)
      held.append(os.open(path, os.O_RDWR, dir_fd=directory))
      os.write(held[-1], b"x")

    for number, name in enumerate(names):
      fifo(b"f" + name[:254])
      made.append(("fifo", b"/mnt/zoo/f" + name[:254]))
      bound(socket.SOCK_STREAM, b"s" + name[:80]).listen()
      made.append(("unix", b"s" + name[:80]))
      # All 108 bytes that there are, and a NUL at either end of less.
      abstract = (b"\\0" + b"%d\\0" % number + name + b"\\0")[:108]
      abstract += b"\\0" * (108 - len(abstract)) if number % 2 else b""
      bound(socket.SOCK_DGRAM, abstract)
      made.append(("unix", b"@" + abstract[1:]))
      page(b"m" + name[:254])
      made.append(("map", b"/mnt/zoo/m" + name[:254]))
      held.append(os.memfd_create(name[:249]))
      made.append(("memfd", name[:249]))
      page(b"/dev/shm/p" + name[:254])
      made.append(("posix-shm", b"/p" + name[:254]))
      checked(libc.sem_open(b"/n" + name[:249], os.O_CREAT | os.O_EXCL, 0o600, ctypes.c_uint(1)))
      made.append(("posix-sem", b"/n" + name[:249]))
      checked(libc.mq_open(
        b"/q" + name[:254], os.O_CREAT | os.O_RDWR, 0o600,
        ctypes.byref(Attributes(0, 1, 8))))
      made.append(("mqueue", b"/q" + name[:254]))

    # As deep as a path may lead.
    top = "/mnt/zoo"
    path, directory = os.fsencode(top), os.open(top, os.O_RDONLY)
    while len(path) < 3830:
      part = b"\\x1b" + b"d" * 254
      os.mkdir(part, dir_fd=directory)
      directory = os.open(part, os.O_RDONLY, dir_fd=directory)
      path += b"/" + part
    last = b"\\n" * (4095 - len(path) - 1)
    fifo(last, directory)
    made.append(("fifo", path + b"/" + last))

    # Each holds nothing but a pipe, and waits for itself.
    for name in names:
      if (pid := os.fork()) == 0:
        os.closerange(3, 1 << 16)
        libc.prctl(15, name)
        reader, writer = os.pipe()
        os.read(reader, 1)
      commands[pid] = name[:15]

    def decoded(value):
      if isinstance(value, dict): return base64.b64decode(value["base64"], validate=True)
      return value.encode() if isinstance(value, str) else None

    def hidden(text):
      \"""What would act on a terminal, or be invisible there.\"""
      try: text = text.decode()
      except UnicodeDecodeError as error: return str(error)
      kinds = "Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"
      return sorted({
        hex(ord(c)) for c in text if c != "\\n" and unicodedata.category(c) in kinds})

    def tool(*words, statuses=(0,), isText=True):
      done = subprocess.run(
        [sys.argv[1], *words], capture_output=True, stdin=subprocess.DEVNULL, timeout=100)
      shown = [str(word)[:80] for word in words[:3]]
      if done.returncode not in statuses: flaw(shown, "status", done.returncode, done.stderr)
      for text in [done.stdout, done.stderr] if isText else [done.stderr]:
        if hidden(text): flaw(shown, "shows", hidden(text))
        if text and not text.endswith(b"\\n"): flaw(shown, "ends within a line")
      for line in done.stderr.splitlines():
        if not line.startswith(b"ipctool: "): flaw(shown, "says", line)
      return done.stdout

    def document(*words, statuses=(0,)):
      return json.loads(tool(*words, statuses=statuses).decode())

    """

  /// Python that ends what was made.
  static let end = """

    for pid in commands: os.kill(pid, signal.SIGKILL)
    for pid in commands: os.waitpid(pid, 0)
    """
}
