import Support
import Testing

/// A little of everything in a sandbox, held by a python that waits for itself, and what is asked of it.
struct Surroundings {
  let holder: RunningProgram
  let queue: String
  let pipe: String

  /// What looks at the whole machine.
  static let looks = [
    "", "ls", "ls --json", "ps --json", "graph --json", "why --all", "doctor --json",
    "limits --json", "ls --namespace all --json", "ls fifo --under /mnt --json",
  ]

  /// Makes them: a queue with a message, POSIX memory, a semaphore, a FIFO, a mapped file, sockets and a pipe.
  init() throws {
    try run(Program.system("mount", "-t", "tmpfs", "-o", "mode=755", "surroundings", "/mnt"))
    queue = try create("msg", "--mode", "666")
    try ipctool("send", queue, "kept")
    _ = try create("posix-shm:/x", "--mode", "644")
    _ = try create("posix-sem:/x", "--mode", "644")
    holder = try Program.python(
      """
      import mmap, os, socket
      os.chdir("/mnt")
      os.mkfifo("fifo", 0o644)
      fifo = os.open("fifo", os.O_RDWR)
      file = os.open("map", os.O_RDWR | os.O_CREAT)
      os.ftruncate(file, 4096)
      memory = mmap.mmap(file, 4096)
      listener = socket.socket(socket.AF_UNIX)
      listener.bind("/mnt/socket")
      listener.listen()
      counter = os.eventfd(1)
      reader, writer = os.pipe()
      print(os.fstat(reader).st_ino, flush=True)
      os.read(reader, 1)
      """
    ).start()
    pipe = "pipe:\(try #require(try holder.readLine()))"
    try wait(for: "it to wait for itself") {
      try contents(of: "/proc/\(holder.pid)/wchan").text.contains("pipe_read")
    }
  }

  /// Ends the holder.
  func end() throws {
    holder.send(signal: 9)
    _ = try holder.finish()
  }
}

extension Program.Output {
  /// Whether it says what it could not see: in its document, or on standard error.
  func admitsGaps() throws -> Bool {
    if errorText.contains("ipctool: not seen: ") { return true }
    guard standardOutput.first == UInt8(ascii: "{") else { return false }
    return try json(standardOutput, "d['coverage']['complete']") == "False"
  }
}

extension Program {
  /// The same program where a shell script that runs `"$@"` put it.
  func within(_ script: String) -> Program {
    Program("/bin/sh", ["-c", script, "sh", path] + arguments, environment: environment)
  }
}
