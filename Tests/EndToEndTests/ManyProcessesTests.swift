import Support
import Testing

/// On a machine with many processes the kernel tells whoever may know of all descriptors in one go.
@Suite struct ManyProcessesTests {
  /// All are found, by whoever looks.
  @Test(arguments: [false, true]) func findsTheHoldersOfManyPipes(asNobody: Bool) throws {
    let script = """
      import os, signal, sys
      pids, inodes = [], []
      for _ in range(\(256)):
          end, other = os.pipe()
          if (pid := os.fork()) == 0:
              sys.stdin.close()
              signal.pause()
          pids.append(pid)
          inodes.append(os.fstat(end).st_ino)
          os.close(end); os.close(other)
      print(" ".join(f"{inode}:{pid}" for inode, pid in zip(inodes, pids)), flush=True)
      sys.stdin.read()
      for pid in pids: os.kill(pid, 9)
      for pid in pids: os.waitpid(pid, 0)
      """
    func run(_ program: Program) -> Program { asNobody ? program.asNobody : program }
    let program = try run(Program.python(script)).start()
    let line = try #require(try program.readLine())
    let listing = try run(Program.ipctool("ls", "pipe", "--json")).run()
    let found = try Program.python(
      """
      import json, sys
      listed = {o["inode"]: o["holders"] for o in json.load(sys.stdin)["objects"]}
      wrong = 0
      for pair in sys.argv[1].split():
          inode, pid = map(int, pair.split(":"))
          ends = sorted((h["pid"], h["access"]) for h in listed[inode])
          wrong += ends != [(pid, "r"), (pid, "w")]
      print(wrong)
      """, line
    ).run(input: listing.standardOutput)
    #expect(found.text == "0\n", "\(found.errorText)")
    _ = try program.finish()
  }
}
