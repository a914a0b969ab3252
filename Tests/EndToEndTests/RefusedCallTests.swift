import Support
import Testing

/// Where some system calls are refused, what is hidden by that is said, and what is not is as it was.
struct RefusedCallTests {
  /// Sockets and memory are recognised by other means.
  @Test(arguments: [
    (["ls", "unix", "tcp", "udp"], "socket:1"), (["ls", "shm", "memfd", "map"], "memfd_create"),
  ])
  func changesNothing(_ words: [String], _ call: String) throws {
    try withSandbox {
      let objects = try HeldObjects()
      try run(Program.system("ipcmk", "-M", "4096"))
      let tool = Program.ipctool(words + ["--json"])
      let held =
        "sorted((o['address'], h['fd'], h['access']) for o in d['objects'] "
        + "for h in o['holders'] if h['pid'] == \(objects.pid))"
      let usual = try json(try run(tool), held)
      #expect(usual != "[]")
      #expect(try json(try run(tool.refusing(call)), held) == usual)
      try objects.end()
    }
  }

  /// What the kernel may not move is copied: into pipes and sockets, and out of them.
  @Test(arguments: ["pipe", "unix", "tcp"])
  func copiesWhatIsNotMoved(_ kind: String) throws {
    try withSandbox {
      try withHeld(kind) { object in
        let bytes = [UInt8](repeating: 7, count: 30_000)
        let send = Program.ipctool("send", object).refusing("splice", "sendfile")
        try run(send, input: bytes)
        #expect(try run(Program.ipctool("recv", object).refusing("splice")) == bytes)
      }
    }
  }

  /// No pipe is recognised where none can be made.
  @Test func hidesWhatIsNotRecognised() throws {
    try withSandbox {
      let objects = try HeldObjects()
      let address = try objects.address("pipe")
      let hidden = "[h['count'] for h in d['coverage']['hidden'] if h['what'] == 'pipes']"
      for words in [["ls", "pipe"], ["ls", "pipe", "--pid", String(objects.pid)], ["ps"]] {
        let tool = Program.ipctool(words + ["--json"])
        #expect(try run(tool).text.contains(address))
        #expect(try json(try run(tool), hidden) == "[]")
        let document = try run(tool.refusing("pipe2"))
        #expect(!document.text.contains(address))
        #expect(try json(document, hidden) == "[None]", "\(words)")
        #expect(try json(document, "d['coverage']['complete']") == "False")
      }
      try objects.end()
    }
  }
}
