import Support
import Testing

/// Somebody exchanges two names as fast as the kernel lets him, while a verb works on one of them: what is precious
/// stays where its owner has it, with what is in it, whoever wins.
struct SwapTests {
  struct Race: CustomTestStringConvertible, Sendable {
    let command: String
    /// Python that puts both names back in their places.
    let scene: String
    let names: (String, String)
    var rounds = 8
    let statuses: String

    var testDescription: String { command }
  }

  /// `f` and `g` are something made by a call, and the precious file.
  private static func file(beside maker: String) -> String {
    """
    free = [name for name in ("f", "g") if not os.path.lexists(name)]
      if len(free) == 2: write(free.pop(), "precious")
      if free: \(maker)
    """
  }

  private static let fifo = file(beside: "os.mkfifo(free[0])")
  private static let socket = file(beside: "bind(free[0])")
  private static let map = file(beside: "tool('create', f'map:/mnt/{free[0]}')")

  /// `real` and `link` are a directory with a FIFO, and a link to another where the precious file has that name.
  private static let directory = """
    os.makedirs("vault", exist_ok=True)
      if not os.path.lexists("real") and not os.path.lexists("link"):
        os.mkdir("real"); os.symlink("vault", "link"); write("vault/f", "precious")
      inside = "link/f" if os.path.islink("real") else "real/f"
      if not os.path.lexists(inside): os.mkfifo(inside)
    """

  /// `a` and `b` are a link to the precious file, and a FIFO.
  private static let link = """
    os.makedirs("vault", exist_ok=True)
      if not os.path.lexists("vault/f"): write("vault/f", "precious")
      if not os.path.lexists("a") and not os.path.lexists("b"):
        os.symlink("/mnt/vault/f", "a"); os.mkfifo("b")
    """

  static let races = [
    Race(command: "rm fifo:/mnt/f", scene: fifo, names: ("f", "g"), rounds: 24, statuses: "0, 66"),
    Race(command: "rm /mnt/f", scene: fifo, names: ("f", "g"), statuses: "0, 64, 66"),
    Race(command: "rm unix:/mnt/f", scene: socket, names: ("f", "g"), statuses: "0, 64, 66"),
    Race(command: "rm map:/mnt/f", scene: map, names: ("f", "g"), statuses: "0, 64, 66"),
    Race(
      command: "rm fifo:/mnt/real/f", scene: directory, names: ("real", "link"), rounds: 24,
      statuses: "0, 66"),
    Race(
      command: "rm /mnt/real/f", scene: directory, names: ("real", "link"), statuses: "0, 64, 66"),
    Race(
      command: "send fifo:/mnt/f evil --timeout 0", scene: fifo, names: ("f", "g"),
      statuses: "66, 75"),
    Race(
      command: "recv fifo:/mnt/f --timeout 0", scene: fifo, names: ("f", "g"), statuses: "66, 75"),
    Race(
      command: "send fifo:/mnt/a evil --timeout 0", scene: link, names: ("a", "b"),
      statuses: "66, 75"),
    Race(
      command: "send map:/mnt/f evil", scene: map, names: ("f", "g"), statuses: "0, 64, 66"),
    Race(command: "create fifo:/mnt/a", scene: link, names: ("a", "b"), statuses: "73"),
    Race(
      command: "create --exist-ok fifo:/mnt/a", scene: link, names: ("a", "b"), statuses: "0, 66"),
    Race(command: "create --exist-ok map:/mnt/a", scene: link, names: ("a", "b"), statuses: "66"),
    Race(
      command: "create --exist-ok fifo:/mnt/real/f", scene: directory, names: ("real", "link"),
      statuses: "0, 66"),
    Race(command: "show /mnt/f", scene: fifo, names: ("f", "g"), statuses: "0, 64, 66"),
    Race(
      command: "show fifo:/mnt/real/f", scene: directory, names: ("real", "link"),
      statuses: "0, 66"),
    Race(command: "why fifo:/mnt/f", scene: fifo, names: ("f", "g"), statuses: "0, 3, 66"),
    Race(command: "ls fifo --under /mnt", scene: fifo, names: ("f", "g"), statuses: "0"),
  ]

  @Test(arguments: races)
  func hurtsNothingPrecious(_ race: Race) throws {
    try withSandbox {
      try run(Program.system("mount", "-t", "tmpfs", "swap", "/mnt"))
      let script = """
        import ctypes, os, signal, socket, subprocess, sys
        os.chdir("/mnt")
        libc = ctypes.CDLL(None)

        def write(path, text):
          with open(path, "w") as file: file.write(text)
        def bind(path):
          with socket.socket(socket.AF_UNIX) as one: one.bind(path)
        def tool(*words):
          return subprocess.run(
            [sys.argv[1], *words], capture_output=True, stdin=subprocess.DEVNULL)
        def scene():
          \(race.scene)
        def precious():
          found = []
          for directory, _, names in os.walk("."):
            for name in names:
              path = os.path.join(directory, name)
              if os.path.isfile(path) and not os.path.islink(path):
                found.append((path, open(path).read()))
          return [path for path, text in found if text == "precious"]

        scene()
        start = [name for name in os.listdir()]
        if (swapper := os.fork()) == 0:
          libc.prctl(1, signal.SIGKILL)
          os.nice(5)
          while True: libc.renameat2(-100, b"\(race.names.0)", -100, b"\(race.names.1)", 2)
        try:
          for _ in range(\(race.rounds)):
            done = tool(*"\(race.command)".split())
            os.kill(swapper, signal.SIGSTOP)
            os.waitpid(swapper, os.WUNTRACED)
            if done.returncode not in (\(race.statuses),): print(done.returncode, done.stderr)
            lines = done.stderr.splitlines()
            if len(lines) > 2 or not all(line.startswith(b"ipctool: ") for line in lines): print(lines)
            if len(precious()) != 1 or os.path.basename(precious()[0]) not in "fg":
              print("lost", os.listdir(), precious())
              break
            scene()
            os.kill(swapper, signal.SIGCONT)
          if sorted(os.listdir()) != sorted(start): print("left", os.listdir())
        finally:
          os.kill(swapper, signal.SIGKILL)
          os.waitpid(swapper, 0)
        """
      let output = try Program.python(script, Program.ipctool().path).amongItsOwn.run()
      #expect(output.text + output.errorText == "")
    }
  }
}
