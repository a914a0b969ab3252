import Support
import Testing

/// Descriptors that come to Unix sockets with data: nobody can be given them, and that is said.
@Suite struct SocketDescriptorTests {
  private static let loss = "descriptors came with what was received, and were closed"

  /// Sends `one`, `two` and `three`, a descriptor with the second one.
  private static func send(to type: String) throws {
    let script = """
      import os, sys
      from socket import *
      s = socket(AF_UNIX, globals()["SOCK_" + sys.argv[1].upper()]); s.connect("/dev/shm/s")
      s.send(b"one"); send_fds(s, [b"two"], [os.open("/dev/null", os.O_RDONLY)]); s.send(b"three")
      """
    try run(Program.python(script, type))
  }

  @Test(arguments: ["stream", "dgram", "seqpacket"], [[], ["--timeout", "5"]])
  func areToldOf(_ type: String, _ options: [String]) throws {
    try withSandbox {
      try withHeld("unix:/dev/shm/s", "--type", type) { socket in
        try Self.send(to: type)
        let count = type == "dgram" ? ["--count", "3"] : []
        let output = try Program.ipctool(["recv", socket] + count + options).run()
        #expect(output.status == 71)
        #expect(output.text == "onetwothree")
        #expect(output.errorText == "ipctool: \(socket): recvmsg: \(Self.loss)\n")
      }
    }
  }

  /// Who had asked the kernel to add something else to messages is told what he is to be told.
  @Test(arguments: [true, false])
  func areToldFromOthers(_ haveDescriptor: Bool) throws {
    try withSandbox {
      let script = """
        import os, sys
        from socket import *
        s = socket(AF_UNIX, SOCK_DGRAM); s.bind("/dev/shm/s")
        s.setsockopt(SOL_SOCKET, SO_PASSCRED, 1); s.setsockopt(SOL_SOCKET, 29, 1)
        c = socket(AF_UNIX, SOCK_DGRAM); c.connect("/dev/shm/s")
        send_fds(c, [b"x"], [0] if sys.argv[1] == "true" else [])
        print("ready", flush=True); sys.stdin.read()
        """
      let owner = try Program.python(script, "\(haveDescriptor)").start()
      #expect(try owner.readLine() == "ready")
      let output = try Program.ipctool("recv", "unix:/dev/shm/s", "--force").run()
      #expect(output.text == "x")
      #expect(output.status == (haveDescriptor ? 71 : 0), "\(output.errorText)")
      #expect(output.errorText.contains(Self.loss) == haveDescriptor)
      _ = try owner.finish()
    }
  }

  /// An error beside it says both.
  @Test func areToldOfWithAnError() throws {
    try withSandbox {
      try withHeld("unix:/dev/shm/s", "--type", "dgram") { socket in
        try Self.send(to: "dgram")
        let output = try Program.ipctool("recv", socket, "--count", "4", "--timeout", "0.05").run()
        #expect(output.status == 71)
        #expect(output.text == "onetwothree")
        #expect(output.errorText.contains("the time limit passed; 3 messages were received before"))
        #expect(output.errorText.contains(Self.loss))
      }
    }
  }
}
