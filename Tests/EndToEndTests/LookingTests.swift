import Support
import Testing

/// Looking changes nothing.
struct LookingTests {
  /// All that the kernel tells of the objects, by programs that are not ours.
  private func witness() throws -> String {
    let tables = try contents(of: "/proc/sysvipc/msg") + contents(of: "/proc/sysvipc/shm")
    let queues = try run(Program.system("ipcs", "-q", "-m", "-t"))
    let processes = try run(Program.system("ipcs", "-q", "-m", "-p"))
    let status = "stat -c '%n %i %s %b %f %u %g %h %x %y %z' /dev/shm /dev/shm/* || :"
    let files = try run(shell(status))
    return (tables + queues + processes + files).text
  }

  static let looks = [
    "", "ls", "ls --json", "ls -o all", "ls --jsonl --sort bytes", "show msg:0 shm:0 posix-shm:/x",
    "show --json msg:0 shm:0 posix-shm:/x", "peek msg:0", "peek msg:0 --all",
    "peek msg:0 --count 2",
    "peek msg:0 --index 1", "peek msg:0 --type 2", "peek msg:0 --type -5 --all",
    "peek msg:0 --except 1 --json", "peek msg:0 --hex", "peek shm:0", "peek shm:0 --json",
    "peek shm:0 --offset 8192 --length 100000", "peek posix-shm:/x", "peek posix-shm:/x --hex",
    "peek /dev/shm/x --offset 5", "rm --dry-run msg:0 shm:0 posix-shm:/x", "ls --columns",
    "ls posix-shm -o +holders", "summary --json", "limits", "limits --json", "mechanisms msg shm",
    "graph", "graph --format dot", "graph --json",
    "doctor --rule orphaned-segment --rule queue-full --rule world-writable --ignore world-writable",
  ]

  @Test(arguments: looks)
  func changesNothing(_ look: String) throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      try PythonQueue(key: 0x2A).send(all: "[(b'a' * 100, 1), (b'', 2), (b'c', 5)]")
      #expect(queue == "msg:0")
      // Mostly holes: reading them must not fill them.
      let segment = try Program.fixture("shm", "size=1048576", "attach").start()
      #expect(try segment.readLine() == "shm:0")
      let memory = try Program.fixture("posix-shm", "name=/x", "size=200000", "map").start()
      #expect(try memory.readLine() == "posix-shm:/x")
      try run(
        shell("mkfifo /dev/shm/fifo; ln -s x /dev/shm/link; touch -a -d 2001-01-01 /dev/shm/x"))
      let before = try witness()
      try run(shell("exec ipctool \(look)"))
      #expect(try witness() == before)
      // The messages are all there, in their order.
      #expect(
        try ipctool("recv", queue, "--all", "--lines").text
          == String(repeating: "a", count: 100) + "\n\nc\n")
      #expect(try segment.finish().status == 0)
      #expect(try memory.finish().status == 0)
    }
  }

  /// The witness above can see a change.
  @Test(arguments: [
    "recv msg:0", "send msg:0 x", "recv shm:1", "rm posix-shm:/x", "send shm:0 x --offset 4096",
    "send posix-shm:/x x --offset 199999",
  ])
  func wouldNoticeAChange(_ change: String) throws {
    try withSandbox {
      try ipctool("send", try create("msg"), "x")
      let segment = try Program.fixture("shm", "size=1048576", "attach").start()
      #expect(try segment.readLine() == "shm:0")
      _ = try create("shm")
      _ = try create("posix-shm:/x", "--size", "200000")
      let before = try witness()
      try run(shell("exec ipctool \(change)"))
      #expect(try witness() != before)
      #expect(try segment.finish().status == 0)
    }
  }

  /// No process is stopped, signalled, traced or written to: strace lists the calls that were made.
  @Test(arguments: [
    "ls", "ls -o all", "show msg:0 shm:0 posix-shm:/x", "peek msg:0 --all", "limits", "",
  ])
  func makesNoCallThatCould(_ look: String) throws {
    try withSandbox {
      _ = try (create("msg"), create("shm"), create("posix-shm:/x"))
      let trace = try ScratchFile()
      try run(
        // Without what is read: names of functions of the kernel's, for one.
        shell("exec strace -f -qq -s 0 -o $1 ipctool \(look)", trace.path))
      // Lines of signals, as of a child's end, are no calls.
      let calls = try contents(of: trace.path).text.split(separator: "\n")
        .filter { !$0.contains(" --- SIG") }.joined(separator: "\n")
      #expect(calls.contains("execve("))
      for call in [
        "ptrace(", "kill(", "tgkill(", "pidfd_send_signal(", "process_vm_writev(", "unlink",
        "rename", "shmat(", "msgsnd(", "semop(", "ftruncate(", "utime", "O_CREAT", "O_RDWR",
        "IPC_RMID", "IPC_SET",
      ] {
        #expect(!calls.contains(call), "\(call)")
      }
      for line in calls.split(separator: "\n") where line.contains("msgrcv(") {
        #expect(line.contains("MSG_COPY"))
      }
    }
  }
}
