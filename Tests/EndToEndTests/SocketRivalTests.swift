import Support
import Testing

/// Abstract names that several sockets have, each of another type.
@Suite struct SocketRivalTests {
  /// Binds `@rival` to sockets of these types, which listen if they can, and tells the inode of each; whether
  /// anything has come to one of them when the input ends.
  private static func rivals(_ types: String...) -> Program {
    let script = """
      import os, select, sys
      from socket import *
      rivals = []
      for kind in sys.argv[1:]:
          s = socket(AF_UNIX, globals()["SOCK_" + kind.upper()]); s.bind("\\0rival")
          if kind != "dgram": s.listen()
          rivals.append(s)
      print(*(os.fstat(s.fileno()).st_ino for s in rivals), flush=True)
      sys.stdin.read()
      print([kind for kind, s in zip(sys.argv[1:], rivals) if select.select([s], [], [], 0)[0]])
      """
    var program = Program.python(script)
    program.arguments += types
    return program
  }

  /// What we hold is reached by its address, whoever has the same name as another type.
  @Test(arguments: ["stream", "dgram", "seqpacket"], ["stream", "dgram", "seqpacket"])
  func doNotStealWhatIsOurs(_ type: String, _ other: String) throws {
    guard type != other else { return }
    try withSandbox {
      try withHeld("unix:@rival", "--type", type) { socket in
        let thief = try Self.rivals(other).asNobody.start()
        let inode = try #require(try thief.readLine())
        try ipctool("send", socket, "secret")
        #expect(try ipctool("recv", socket).text == "secret")
        let listed = try ipctool("ls", "unix", "-o", "address,type", "--no-header").lines
        #expect(
          Set(listed.map(\.words)) == [["unix:@rival", type], ["unix:\(inode)", other]])
        #expect(try ipctool("rm", socket).text == "removed \(socket)\n")
        // Now it is the only one.
        #expect(try json(ipctool("show", socket, "--json"), "d['objects'][0]['type']") == other)
        #expect(try thief.finish().text == "[]\n")
      }
    }
  }

  /// Among those of others nothing tells which one is meant, but its inode does.
  @Test func areToldApartByInode() throws {
    try withSandbox {
      let owner = try Self.rivals("stream", "dgram", "seqpacket").start()
      let inodes = try #require(try owner.readLine()).words
      for verb in [
        ["send", "unix:@rival", "x"], ["recv", "unix:@rival"], ["show", "unix:@rival"],
      ] {
        let lines = try failure(64, Program.ipctool(verb))
        #expect(lines[0].hasPrefix("unix:@rival: 3 sockets have that name: "), "\(lines)")
        for inode in inodes { #expect(lines[0].contains(inode)) }
        #expect(lines[1].contains("by its inode"))
      }
      try ipctool("send", "unix:\(inodes[1])", "x")
      #expect(try owner.finish().text == "['dgram']\n")
    }
  }
}
