import Support
import Testing

/// Seals are asked for where they are wanted.
struct SealTests {
  /// Who only maps a memory file has no descriptor to lend, which matters to whoever asks for seals alone.
  @Test func areMissedOnlyWhereTheyAreWanted() throws {
    try withSandbox {
      let program = try Program.python(
        """
        import mmap, os, sys
        fd = os.memfd_create("sealed")
        os.truncate(fd, 4096)
        memory = mmap.mmap(fd, 4096)
        print(os.fstat(fd).st_ino, flush=True)
        # Python keeps a copy.
        os.closerange(fd, 64)
        sys.stdin.read()
        """
      ).start()
      let address = "memfd:\(try #require(try program.readLine()))"
      let hidden =
        "[h['what'] for h in d['coverage']['hidden'] if 'memory files' in h['what']]"
      let listed = "[o['capacity_bytes'] for o in d['objects'] if o['address'] == '\(address)']"
      let plain = try ipctool("ls", "memfd", "-o", "address,capacity_bytes", "--json")
      #expect(try json(plain, listed) == "[4096]")
      #expect(try json(plain, hidden) == "[]")
      let processes = try ipctool("ps", String(program.pid), "--json")
      #expect(processes.text.contains(address))
      #expect(try json(processes, hidden) == "[]")
      let seals = try ipctool("ls", "memfd", "-o", "address,capacity_bytes,seals", "--json")
      #expect(try json(seals, hidden) == "['seals of memory files']")
      _ = try program.finish()
    }
  }
}
