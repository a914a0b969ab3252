import Support
import Testing

/// The pids of the processes of this sandbox that hold objects in the background.
func holders() throws -> [String] {
  let script = """
    import glob, os
    for record in glob.glob("/proc/[0-9]*/fd/*"):
      try:
        pid = record.split("/")[2]
        if (os.readlink(record).startswith("/memfd:ipctool-holder")
            and os.readlink(f"/proc/{pid}/ns/ipc") == os.readlink("/proc/self/ns/ipc")
            and os.readlink(f"/proc/{pid}/exe").endswith("/ipctool")): print(pid)
      except OSError: pass
    """
  return try run(Program.python(script)).lines
}

/// A program whose standard output is a pipe that is full, and that nobody reads yet.
struct BlockedProgram {
  private let parent: RunningProgram
  let pid: Int32

  init(_ program: Program) throws {
    let script = """
      import os, subprocess, sys
      reading, writing = os.pipe()
      os.set_blocking(writing, False)
      try:
        while True: os.write(writing, bytes(4096))
      except BlockingIOError: pass
      os.set_blocking(writing, True)
      child = subprocess.Popen(sys.argv[1:], stdout=writing)
      os.close(writing)
      print(child.pid, flush=True)
      if sys.stdin.readline():
        while os.read(reading, 65536): pass
      try: print(child.wait(20))
      except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
        print("it goes on")
      """
    var python = Program.python(script, program.path)
    python.arguments += program.arguments
    parent = try python.start()
    let line = try #require(try parent.readLine())
    pid = try #require(Int32(line))
  }

  func waitUntilItWrites() throws {
    try wait(for: "it to wait for room") {
      try contents(of: "/proc/\(pid)/wchan").text.contains("pipe_write")
    }
  }

  /// How it ends when its output is read: its status, or a signal's negative number.
  func drain() throws -> (ending: String, errors: String) {
    try parent.write([UInt8]("drain\n".utf8))
    return try end()
  }

  /// How it ends when its output is not read.
  func end() throws -> (ending: String, errors: String) {
    let output = try parent.finish()
    return (output.text.trimmed, output.errorText)
  }
}
