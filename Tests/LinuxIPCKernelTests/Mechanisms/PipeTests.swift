import Glibc
import Support
import Testing

@testable import LinuxIPC

/// Who holds which end of a pipe, compared with lsfd(1) and lsof(8).
struct PipeTests {
  /// Each makes a pipe and tells its inode, then the processes that hold an end of it.
  private static let scenes = [
    "r, w = os.pipe(); ready(file(r), os.getpid())",
    """
    r, w = os.pipe()
    child = fork(lambda: (os.close(w), os.kill(os.getpid(), signal.SIGSTOP)))
    os.waitpid(child, os.WUNTRACED)
    os.close(r)
    ready(file(w), os.getpid(), child)
    """,
    """
    r, w = os.pipe()
    children = [fork(lambda: os.kill(os.getpid(), signal.SIGSTOP)) for _ in range(2)]
    for child in children: os.waitpid(child, os.WUNTRACED)
    ready(file(r), os.getpid(), *children)
    """,
    """
    r, w = os.pipe()
    copies = [os.dup(r), os.dup(w), os.dup(w), fcntl.fcntl(r, fcntl.F_DUPFD, 700)]
    os.close(w)
    ready(file(r), os.getpid())
    """,
    """
    r, w = os.pipe()
    both = os.open(f"/proc/self/fd/{w}", os.O_RDWR)
    again = os.open(f"/proc/self/fd/{w}", os.O_RDONLY)
    ready(file(r), os.getpid())
    """,
  ]

  @Test(arguments: scenes)
  func ends(script: String) throws {
    try withSandbox {
      let scene = try Scene(script)
      let pipe = try scene.file(0)
      let pids = scene.words.dropFirst().compactMap { Int32($0) }
      let look = Look(Pipe.self)
      let holds = try look.holds(pipe)
      #expect(holds == (try Witness.lsfd(pipe, pids)))
      #expect(try Set(look.holders(of: look.object(pipe)).map(\.pid)) == Set(pids))
      let first = try #require(look.holders(of: look.object(pipe)).first?.fd)
      let ends = try Witness.endpoints(pids[0], first)
      // It says `u` for both directions.
      #expect(ends == holds.map { $0.replacing("rw", with: "u") })
      #expect(look.objects.count == Set(look.objects.map(\.identity)).count, "each once")
    }
  }

  @Test func aPipelineOfFive() throws {
    try withSandbox {
      let shell = try Program(
        "/bin/bash", ["-c", "(cat; :) | (cat; :) | (cat; :) | (cat; :) | (cat; :)"]
      ).start()
      // Each subshell holds its ends beside its cat.
      func children(_ pid: Int32) throws -> [Int32] {
        let text = try TextFile.read("/proc/\(pid)/task/\(pid)/children")
        return String(decoding: text, as: UTF8.self).split(separator: " ").compactMap { Int32($0) }
      }
      var stages: [[Int32]] = []
      for _ in 0..<1000 where stages.count < 5 || !stages.allSatisfy({ $0.count == 2 }) {
        pause(milliseconds: 10)
        stages = try children(shell.pid).map { [$0] + (try children($0)) }
      }
      try #require(stages.map(\.count) == [2, 2, 2, 2, 2])
      for stage in stages { _ = try Sleep.wait(for: stage[1], in: "pipe_read") }
      let look = Look(Pipe.self)
      for (one, next) in zip(stages, stages.dropFirst()) {
        let holds = one.map { "\($0) 1 w" } + next.map { "\($0) 0 r" }
        let pipe = try Self.pipe(1, of: one[0])
        #expect(try look.holds(pipe) == holds.sorted())
        #expect(try look.holds(pipe) == Witness.lsfd(pipe, one + next))
        #expect(try Witness.endpoints(next[0], 0) == holds.sorted())
        let state = try #require(try look.object(pipe).state)
        #expect(state.bytes == 0 && state.hasReaders == true && state.hasWriters == true)
      }
      let output = try shell.finish(input: Array("through all of them".utf8))
      #expect(output.text == "through all of them")
    }
  }

  /// One that is gone is in no listing, and one that is held has the name that its link tells.
  @Test func namesAndEnds() throws {
    try withSandbox {
      let scene = try Scene(
        "r, w = os.pipe(); ready(file(r), r); os.close(r); os.close(w); ready()")
      let pipe = try scene.file(0)
      let path = Array("/proc/\(scene.pid)/fd/\(scene.words[1])".utf8)
      let name = try DescriptorReference(path: path)?.name(as: Pipe.self, in: .current())
      #expect(name == Array(String(pipe.inode).utf8))
      #expect(try Look(Pipe.self).object(pipe).name.inode == pipe.inode)
      try scene.next()
      #expect(!Look(Pipe.self).contains(pipe))
      #expect(
        failure { try DescriptorReference(path: path)?.name(as: Pipe.self, in: .current()) }?.kind
          == .notFound)
    }
  }

  private static func pipe(_ fd: Int, of pid: Int32) throws -> ObjectIdentity {
    let output = try Program.system("stat", "-L", "-c", "%d:%i", "/proc/\(pid)/fd/\(fd)").run()
    return try #require(ObjectIdentity(file: output.lines.first ?? ""))
  }
}
