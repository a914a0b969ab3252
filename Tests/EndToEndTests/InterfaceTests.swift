import Support
import Testing

/// The network interfaces of sockets.
struct InterfaceTests {
  /// An interface is called what it is called where the socket is, also when ours has its index.
  @Test func areThoseOfTheNetworkOfTheSocket() throws {
    try withSandbox {
      try run(Program.system("ip", "link", "add", "here0", "index", "77", "type", "bridge"))
      let program = try Program.python(
        """
        import ctypes, os, socket, subprocess, sys
        assert ctypes.CDLL(None).unshare(0x40000000) == 0
        def ip(words): subprocess.run(["ip"] + words.split(), check=True)
        ip("link add there0 index 77 type bridge"); ip("link set there0 up")
        ip("-6 address add fe80::1/64 dev there0 nodad")
        local = socket.socket(socket.AF_INET6); local.bind(("fe80::1", 8001, 0, 77)); local.listen(1)
        tied = socket.socket(); tied.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"there0")
        tied.bind(("0.0.0.0", 8002)); tied.listen(1)
        print(os.getpid(), *(os.fstat(s.fileno()).st_ino for s in (local, tied)), flush=True)
        sys.stdin.read()
        """
      ).start()
      let words = try #require(try program.readLine()).words
      let witness = try run(
        Program.system("nsenter", "--target", words[0], "--net", "ss", "-Hltn")
      ).text
      #expect(witness.contains("[fe80::1]%there0:8001"))
      let document = try ipctool("show", "tcp:\(words[1])", "tcp:\(words[2])", "--json")
      #expect(
        try json(document, "[(o['local_address'], o['interface']) for o in d['objects']]")
          == "[('fe80::1%there0:8001', 'there0'), ('0.0.0.0:8002', 'there0')]")
      _ = try program.finish()
    }
  }
}
