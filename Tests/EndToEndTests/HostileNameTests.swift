import Support
import Testing

/// Every verb and every form of output, on names that others chose to do harm (`HostileZoo`).
struct HostileNameTests {
  /// What python finds wrong.
  private func flaws(_ script: String) throws -> String {
    try withSandbox {
      let program = Program.python(
        HostileZoo.script + script + HostileZoo.end, Program.ipctool().path)
      let output = try program.amongItsOwn.run()
      return output.text + output.errorText
    }
  }

  /// The bytes of each name come back from JSON, and its address leads back to it.
  @Test func areToldExactly() throws {
    let found = try flaws(
      """
      objects = document("ls", "--json")["objects"]
      told = {(o["kind"], decoded(o[member])) for o in objects for member in ("name", "path")}
      for one in made:
        if one not in told: flaw("not told:", one)

      shown = [o for o in objects if o["kind"] != "pipe"]
      addresses = [o["address"] for o in shown]
      for address in addresses:
        if not re.fullmatch("[A-Za-z0-9_./:@+,=%-]+", address): flaw("has to be quoted:", address)
      again = document("show", "--json", *addresses)["objects"]
      for one, other in zip(shown, again, strict=True):
        for member in "kind", "address", "name", "path", "inode", "device":
          if one[member] != other[member]: flaw(member, one[member], other[member])

      # By its bare path, too.
      for kind, name in made:
        if kind in ("fifo", "map"):
          if document("show", "--json", name)["objects"][0]["kind"] != kind: flaw(name)

      for line in tool("ls", "--jsonl").splitlines(): json.loads(line.decode())
      processes = document("ps", "--json")["processes"]
      named = {p["pid"]: decoded(p["command"]) for p in processes}
      for pid, name in commands.items():
        if named.get(pid) != name: flaw("process", pid, named.get(pid), name)
      """)
    #expect(found == "")
  }

  /// One line for one row, and nothing that acts on a terminal.
  @Test func keepTheirRows() throws {
    let found = try flaws(
      """
      kinds = "fifo map memfd mqueue posix-sem posix-shm unix".split()
      count = len(document("ls", "--json", *kinds)["objects"])
      for words in [["ls", "-o", "all"], ["ls", "--no-header", "--bytes"], ["ls"]]:
        lines = tool(*words, *kinds).splitlines()
        if len(lines) != count + ("--no-header" not in words): flaw(words, len(lines), count)
      below = tool("ls", "fifo", "--under", "/mnt", "--no-header").splitlines()
      if len(below) != sum(kind == "fifo" for kind, _ in made): flaw("below", len(below))

      every = [o["address"] for o in document("ls", "--json")["objects"] if o["kind"] != "pipe"]
      tool()
      tool("show", *every)
      tool("ps")
      tool("ps", "-o", "all")
      would = tool("rm", "--dry-run", *every, statuses=(0, 1))
      if len(would.splitlines()) > len(every): flaw("more than a line for what is removed")
      tool("rm", "--orphaned", "--dry-run")
      tool("limits")
      for address in every[::9]:
        tool("peek", address, statuses=(0, 64, 75), isText=False)
        tool("why", address)
      """)
    #expect(found == "")
  }

  /// Names of processes in chains, findings and pictures.
  @Test func areSafeInWhatIsConcluded() throws {
    let found = try flaws(
      """
      import time, xml.etree.ElementTree
      for pid in commands:
        for _ in range(3000):
          if open(f"/proc/{pid}/syscall").read().startswith("0 0x"): break
          time.sleep(0.01)

      stuck = document("why", "--all", "--json", statuses=(2,))
      members = {pid for deadlock in stuck["deadlocks"] for pid in deadlock["pids"]}
      for pid in commands:
        if pid not in members: flaw("process", pid, "waits for itself")
      for thread in stuck["threads"]:
        if commands.get(thread["pid"]) not in (None, decoded(thread["command"])): flaw(thread)
      tool("why", "--all", statuses=(2,))
      for pid in commands: tool("why", str(pid), statuses=(2,))

      tool("doctor", statuses=(1, 2))
      document("doctor", "--json", statuses=(1, 2))
      line = tool("doctor", "--format", "nagios", statuses=(1, 2))
      if line.count(b"\\n") != 1 or line.count(b"|") != 1: flaw(line)

      document("graph", "--json")
      for form in "text", "mermaid": tool("graph", "--format", form)
      picture = subprocess.run(
        ["dot", "-Tsvg"], input=tool("graph", "--format", "dot"), capture_output=True)
      if picture.returncode or picture.stderr: flaw("dot", picture.stderr)
      xml.etree.ElementTree.fromstring(picture.stdout)
      """)
    #expect(found == "")
  }

  /// What the user typed, or another sent him, in the lines of standard error.
  @Test func areSafeInErrors() throws {
    let found = try flaws(
      """
      import itertools
      bad = itertools.cycle(names[:-1])
      for words in [
        ["%s"], ["ls", "%s"], ["ls", "-o", "%s"], ["ls", "--sort", "%s"], ["ls", "--user", "%s"],
        ["ls", "--filter", "%s"], ["ls", "--filter", "name=%s"], ["ls", "--under", "/mnt/%s", "fifo"],
        ["ls", "--namespace", "%s"], ["show", "%s"], ["show", "fifo:/mnt/%s"], ["show", "/mnt/%s"],
        ["show", "mqueue:/%s"], ["show", "unix:@%s"], ["show", "tcp:%s:1"], ["show", "msg:%s"],
        ["peek", "memfd:%s"], ["create", "%s"], ["create", "fifo:/none/%s"],
        ["create", "posix-shm:/%s/x"], ["create", "msg", "--mode", "%s"], ["send", "posix-sem:/%s"],
        ["recv", "fifo:/mnt/%s"], ["recv", "msg:0", "--timeout", "%s"], ["rm", "map:/mnt/%s"],
        ["graph", "%s"], ["graph", "--kind", "%s"], ["graph", "--format", "%s"], ["why", "%s"],
        ["why", "/mnt/%s"], ["doctor", "--rule", "%s"], ["ps", "%s"], ["limits", "%s"],
        ["mechanisms", "%s"], ["exercise", "%s"], ["caps", "%s"], ["help", "%s"],
      ]:
        for _ in range(2):
          name = b"none" + next(bad)
          done = tool(*(word.encode().replace(b"%s", name) for word in words),
            statuses=(0, 64, 65, 66, 71, 77))
          if done and words[1:2] != ["--filter"]: flaw(words, done)
      """)
    #expect(found == "")
  }
}
