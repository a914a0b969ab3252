import ArgumentParser
import CSupport
import Glibc
import Support
import Testing

@testable import IPCToolCommands

/// Every verb again and again in one process, which has no more open, mapped or allocated after it than before.
///
/// IPCTOOL_OPERATIONS is how often: some here, 10,000 in `make soak`.
struct LeakTests {
  private static let operations =
    unsafe getenv("IPCTOOL_OPERATIONS")
    .flatMap { unsafe Int(String(cString: $0)) } ?? 10

  /// What is made, used and removed by its name.
  private static let lives: [String: [String]] = [
    "msg": [
      "create msg:0x51", "send msg:0x51 hello", "ls msg", "show msg:0x51", "peek msg:0x51",
      "recv msg:0x51", "rm msg:0x51",
    ],
    "mqueue": [
      "create mqueue:/leak --max-messages 1 --message-size 8", "send mqueue:/leak hello",
      "ls mqueue", "show mqueue:/leak", "recv mqueue:/leak", "rm mqueue:/leak",
    ],
    "shm": [
      "create shm:0x51", "send shm:0x51 hello", "ls shm", "show shm:0x51", "peek shm:0x51",
      "recv shm:0x51", "rm shm:0x51",
    ],
    "posix-shm": [
      "create posix-shm:/leak", "send posix-shm:/leak hello", "ls posix-shm",
      "show posix-shm:/leak", "peek posix-shm:/leak", "recv posix-shm:/leak", "rm posix-shm:/leak",
    ],
    "sem": [
      "create sem:0x51 --count 3", "send sem:0x51", "ls sem", "show sem:0x51", "peek sem:0x51",
      "recv sem:0x51", "rm --dry-run sem:0x51", "rm sem:0x51",
    ],
    "posix-sem": [
      "create posix-sem:/leak", "send posix-sem:/leak", "ls posix-sem", "show posix-sem:/leak",
      "peek posix-sem:/leak", "recv posix-sem:/leak", "rm posix-sem:/leak",
    ],
    "fifo": ["create fifo:/dev/shm/leak", "show /dev/shm/leak", "rm /dev/shm/leak"],
    "map": [
      "create map:/dev/shm/leak", "send /dev/shm/leak hello", "peek /dev/shm/leak",
      "recv /dev/shm/leak", "rm /dev/shm/leak",
    ],
    "errors": [
      "show msg:0x77", "rm shm:999999", "send mqueue:/none x", "ls --filter a=", "recv pipe:1",
      "create sem:0x51 --size 1", "rm --orphaned --dry-run", "show /nowhere",
    ],
  ]

  /// What looks at all processes, which takes longer.
  private static let looks: [String: [String]] = [
    "ls": ["ls", "ls --json", "ls --filter bytes>0 --sort bytes"], "ps": ["ps", "ps --json"],
    "graph": ["graph", "graph --format dot"], "why": ["why --all", "why 1"],
    "doctor": ["doctor"], "limits": ["limits", ""], "namespaces": ["ls --namespace all"],
    "texts": ["mechanisms", "mechanisms pipe", "caps", "doctor --list", "ls --columns"],
  ]

  /// What processes hold, through those who hold it: who runs the tests is not ipctool, and forces it.
  private static let held: [String: [String]] = [
    "pipe": ["send --force @ hello", "ls pipe", "show @", "peek @", "recv --force @"],
    "memfd": ["send --force @ hello", "show @", "peek @", "recv --force @"],
    "eventfd": ["send --force @", "show @", "peek @", "recv --force @"],
    "unix:/dev/shm/leak --type dgram": [
      "send --force @ hello", "show @", "peek @", "recv --force @",
    ],
    "udp:127.0.0.1:0": ["send --force @ hello", "show @", "peek @", "recv --force @"],
  ]

  @Test(arguments: lives.keys.sorted())
  func livesLeaveNothing(_ name: String) async {
    await #expect(processExitsWith: .success) { [name = name as String] in
      try withSandbox { try Self.check(Self.lives[name] ?? [], times: Self.operations) }
    }
  }

  @Test(arguments: looks.keys.sorted())
  func looksLeaveNothing(_ name: String) async {
    await #expect(processExitsWith: .success) { [name = name as String] in
      let times = Self.operations >= 10_000 ? Self.operations : max(Self.operations / 5, 1)
      try withSandbox {
        // `doctor` searches them, and a machine may have much there.
        for place in ["/tmp", "/run"] {
          try #require(unsafe mount("tmpfs", place, "tmpfs", 0, nil) == 0)
        }
        try Self.check(Self.looks[name] ?? [], times: times)
      }
    }
  }

  @Test(arguments: held.keys.sorted())
  func holdersAreUsedWithoutALeak(_ name: String) async {
    await #expect(processExitsWith: .success) { [name = name as String] in
      try withSandbox {
        let words = ["create"] + name.split(separator: " ").map(String.init)
        let address = try Program.ipctool(words).run().lines.first ?? ""
        let verbs = Self.held[name]?.map {
          $0.split(separator: "@", omittingEmptySubsequences: false).joined(separator: address)
        }
        defer { _ = try? Program.ipctool("rm", address).run() }
        try Self.check(verbs ?? [], times: Self.operations)
      }
    }
  }

  /// That a leak is seen.
  @Test func seesALeak() async {
    await #expect(processExitsWith: .failure) {
      try withSandbox {
        try Self.check(times: 100) { _ = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC) }
      }
    }
    await #expect(processExitsWith: .failure) {
      try withSandbox { try Self.check(times: 100) { csupport_leak(4096) } }
    }
  }

  private static func check(_ lines: [String], times: Int) throws {
    try #require(!lines.isEmpty)
    // To take a line apart is the parser's, and takes longer than most of what is asked for.
    let commands = lines.map { line in
      Result { try IPCTool.parseAsRoot(line.split(separator: " ").map(String.init)) }
    }
    // What they print is not looked at here.
    let sink = unsafe open("/dev/null", O_WRONLY | O_CLOEXEC)
    for stream in [STDOUT_FILENO, STDERR_FILENO] { _ = dup2(sink, stream) }
    close(sink)
    try check(times: times) {
      for command in commands {
        do {
          var command = try command.get()
          try command.run()
        } catch {
          // An error has its own way to be told, which is to leave nothing either.
          if !(error is SilentExit) { _ = IPCTool.message(for: error) }
        }
      }
    }
  }

  private static func check(times: Int, _ body: () throws -> Void) throws {
    // What is made once, as tables and threads are, is there by then.
    for _ in 0..<max(times / 4, 3) { try body() }
    let before = Usage()
    for _ in 0..<times { try body() }
    let after = Usage()
    let message = Array("\(before) became \(after) by \(times) operations\n".utf8)
    if !after.isLike(before) {
      // Standard error leads nowhere by now.
      try TextFile.write(message, to: "/proc/\(getppid())/fd/2")
      exit(EXIT_FAILURE)
    }
  }

  private struct Usage {
    let descriptors = OpenDescriptors.count()
    let mappings = (try? TextFile.read("/proc/self/maps").count { $0 == 0x0A }) ?? 0
    let heap = csupport_allocated()

    /// The runtime may have some of its own more or less.
    func isLike(_ other: Usage) -> Bool {
      descriptors <= other.descriptors + 4 && mappings <= other.mappings + 16
        && heap <= other.heap + 128 << 10
    }
  }
}
