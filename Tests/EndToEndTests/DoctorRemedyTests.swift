import Support
import Testing

/// A command that mends is told to who may run it.
struct DoctorRemedyTests {
  /// "fix, whether mending is refused" of the one finding about an address.
  private func remedy(
    _ address: String, _ program: Program, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    try json(
      program.run().standardOutput,
      """
      [(f['fix'], any('mending it is refused' in e for e in f['evidence']))
       for f in d['findings'] if f['address'] == '\(address)']
      """.replacing("\n", with: ""))
  }

  @Test func tellsNobodyWhatIsForRoot() throws {
    try withSandbox {
      let orphan = try create("shm")
      let program = Program.ipctool("doctor", "--json", "--rule", "orphaned-segment")
      #expect(
        try remedy(orphan, program) == "[('ipctool rm --orphaned --yes \(orphan)', False)]")
      #expect(try remedy(orphan, program.asNobody) == "[(None, True)]")
      try failure(77, Program.ipctool("rm", orphan).asNobody)
    }
  }

  /// In a sticky directory a file is its owner's.
  @Test func tellsOwnersOfFilesAlone() throws {
    try withScratchDirectory { directory in
      try run(.system("chmod", "1777", directory))
      let binder =
        "import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])"
      let paths = ["root", "nobody"].map { "\(directory)/\($0)" }
      try run(.system("/usr/bin/python3", "-c", binder, paths[0]))
      try run(.system("chmod", "666", paths[0]))
      try run(Program.system("/usr/bin/python3", "-c", binder, paths[1]).asNobody)
      let program = Program.ipctool(
        "doctor", "--json", "--rule", "stale-socket", "--search", directory)
      let fixes = paths.map { "ipctool rm unix:\($0)" }
      #expect(try remedy("unix:\(paths[0])", program) == "[('\(fixes[0])', False)]")
      #expect(try remedy("unix:\(paths[0])", program.asNobody) == "[(None, True)]")
      #expect(try remedy("unix:\(paths[1])", program.asNobody) == "[('\(fixes[1])', False)]")
      try failure(77, Program.ipctool("rm", "unix:\(paths[0])").asNobody)
      try run(shell(fixes[1]))
      #expect(try remedy("unix:\(paths[1])", program) == "[]")
    }
  }
}
