import Support
import Testing

/// Who has which end of what more than two hold.
struct GraphEndTests {
  /// Of a connection that children inherit, each process has one end or both.
  @Test func tellsWhoHasWhichEnd() throws {
    let script = """
      import os, socket, sys
      ends = socket.socketpair()
      ends[0].send(bytes(100))
      pids = [os.getpid()]
      for closed in 0, 0, 1, None:
        if (pid := os.fork()) == 0:
          if closed is not None: ends[closed].close()
          sys.stdin.read()
          os._exit(0)
        pids.append(pid)
      print(*(os.fstat(end.fileno()).st_ino for end in ends), *pids, flush=True)
      sys.stdin.read()
      for pid in pids[1:]: os.waitpid(pid, 0)
      """
    let program = try Program.python(script).start()
    let words = try #require(try program.readLine()).words
    let ends = words.prefix(2).map { "unix:\($0)" }
    let pids = Array(words.dropFirst(2))
    try wait(for: "the children to close theirs") {
      let document = try run(Program.ipctool(["graph", "--json", "--kind", "unix"] + pids))
      let held = try json(
        document,
        """
        [sorted(e['objects']) for pid in \(pids.map { Int($0) ?? 0 }) for e in d['edges']
          if f'process:{pid}' in (e['from'], e['to'])]
        """)
      let both = "['\(ends.sorted()[0])', '\(ends.sorted()[1])']"
      return held
        == "[\(both), ['\(ends[1])'], ['\(ends[1])'], ['\(ends[0])'], \(both)]"
    }
    let lines = try run(Program.ipctool(["graph", "--kind", "unix"] + pids)).lines
    #expect(lines[0].hasSuffix(" (100 bytes)"))
    let pair = "python3 ×2 (\(pids[1])-\(pids[2]))"
    #expect(
      lines.contains("  (end \(ends[1])) <-> \(pair)")
        || lines.contains("  (end \(ends[1])) <-> \(pair.replacing("-", with: ", "))"))
    #expect(lines.contains("  (end \(ends[0])) <-> python3 \(pids[3])"))
    _ = try program.finish()
  }

  /// Of several connections alike, as those of a server and its workers, the ends have no numbers.
  @Test func tellsWhoHasWhichEnds() throws {
    let script = """
      import os, socket, sys
      pairs = [socket.socketpair() for _ in range(2)]
      pids = [os.getpid()]
      for _ in range(2):
        if (pid := os.fork()) == 0:
          for one, _ in pairs: one.close()
          sys.stdin.read()
          os._exit(0)
        pids.append(pid)
      for _, other in pairs: other.close()
      print(*pids, flush=True)
      sys.stdin.read()
      for pid in pids[1:]: os.waitpid(pid, 0)
      """
    let program = try Program.python(script).start()
    let pids = try #require(try program.readLine()).words
    try wait(for: "the children to close theirs") {
      let text = try run(Program.ipctool(["graph", "--kind", "unix"] + pids)).text
      return text.words.joined(separator: " ").hasPrefix(
        "python3 \(pids[0]) <-(one end)-> unix ×2 <-(the other end)-> python3 ×2 (\(pids[1])")
    }
    _ = try program.finish()
  }
}
