import Support
import Testing

/// Messages that go through sockets, from and to programs that know nothing of ipctool.
@Suite struct SocketMessageVerbTests {
  /// As long as they may be over UDP, and one byte.
  private static let sizes = [0, 1, 65_507]

  private static func bytes(_ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) }
  }

  /// One message comes out whole, empty ones too; over Unix sockets also longer ones.
  @Test(arguments: MessageSocket.all, sizes + [65_535, 150_000])
  func carriesMessagesBothWays(_ kind: MessageSocket, _ size: Int) throws {
    guard size <= 65_507 || kind.address.hasPrefix("unix") else { return }
    try withSandbox {
      let bytes = Self.bytes(size)
      try kind.withHeld { socket in
        try kind.python.send("[data]", input: bytes)
        let document = try ipctool("recv", socket, "--json")
        #expect(try json(document, "[m['size'] for m in d['messages']]") == "[\(size)]")
        try kind.python.send("[data]", input: bytes)
        #expect(try ipctool("recv", socket) == bytes)
        try ipctool("send", socket, input: bytes)
        #expect(try ipctool("recv", socket) == bytes)
      }
      let receiver = try kind.python.receiver()
      try ipctool("send", kind.address, input: bytes)
      #expect(try receiver.finish().standardOutput == bytes)
    }
  }

  @Test(arguments: MessageSocket.all, [1, 65_507])
  func carriesMessagesFromAndToSocat(_ kind: MessageSocket, _ size: Int) throws {
    try withSandbox {
      try kind.withHeld { socket in
        let script = """
          head -c "$3" /dev/urandom > /dev/shm/in
          timeout 60 socat -u -b 70000 OPEN:/dev/shm/in "$2" &
          ipctool recv "$1" > /dev/shm/out && wait $! && cmp /dev/shm/in /dev/shm/out
          """
        try run(shell(script, socket, kind.socat, "\(size)"))
      }
      let script = """
        timeout 60 socat -u -b 70000 "$2" OPEN:/dev/shm/out,creat,trunc &
        until ipctool show "$1" > /dev/null 2>&1; do kill -0 $! || exit; sleep 0.01; done
        ipctool send "$1" --file /dev/shm/in && wait $! && cmp /dev/shm/in /dev/shm/out
        """
      try run(shell(script, kind.address, kind.listener))
    }
  }

  /// Each stays a message of its own, whatever it holds, and is told from the end of all.
  @Test(arguments: MessageSocket.all)
  func keepsMessagesApart(_ kind: MessageSocket) throws {
    try withSandbox {
      try kind.withHeld { socket in
        let amount = kind.isDatagram ? "4" : "1"
        try kind.python.send(#"["caf\u00e9".encode(), b"", b"\xff\x00", b""]"#)
        let document = try ipctool("recv", socket, "--count", amount, "--json")
        #expect(
          try json(document, "[(m['size'], m.get('text')) for m in d['messages']]")
            == "[(5, 'café'), (0, ''), (2, None), (0, '')]")
        #expect(
          try json(document, "base64.b64decode(d['messages'][2]['base64'])") == "b'\\xff\\x00'")
        try ipctool("send", socket, "--lines", input: [UInt8]("a\n\nb\n"))
        #expect(
          try ipctool("recv", socket, "--count", kind.isDatagram ? "3" : "1", "--lines").text
            == "a\n\nb\n")
        try ipctool("send", socket, "--null", input: [UInt8]("c\0\nd"))
        #expect(try ipctool("recv", socket, "--all", "--null").text == "c\0\nd\0")
        try ipctool("send", socket, "xy", "--count", "3")
        #expect(try ipctool("recv", socket, "--all", "--jsonl").lines.count == 3)
        #expect(try ipctool("recv", socket, "--all").isEmpty)
        #expect(try ipctool("recv", socket, "--count", "0").isEmpty)
      }
    }
  }

  /// The sender is told by what it is bound to, if it is.
  @Test(arguments: ["dgram", "seqpacket"])
  func tellsTheSenderOfUnixMessages(_ type: String) throws {
    try withSandbox {
      try withHeld("unix:/dev/shm/s", "--type", type) { socket in
        let script = """
          import sys
          from socket import *
          for name in "/dev/shm/me", "\\0me", None:
              s = socket(AF_UNIX, SOCK_DGRAM if sys.argv[1] == "dgram" else SOCK_SEQPACKET)
              if name: s.bind(name)
              s.connect("/dev/shm/s"); s.send(b"x")
          """
        try run(Program.python(script, type))
        for verb in type == "dgram" ? ["peek", "recv"] : ["recv"] {
          let got = try ipctool(verb, socket, "--json")
          #expect(try json(got, "[m['sender'] for m in d['messages']]") == "['/dev/shm/me']")
        }
        let got = try ipctool("recv", socket, "--count", "2", "--json")
        #expect(try json(got, "[m['sender'] for m in d['messages']]") == "['@me', None]")
      }
    }
  }

  @Test(arguments: ["127.0.0.1", "::1"])
  func tellsTheSenderOfDatagrams(_ host: String) throws {
    try withSandbox {
      try withHeld("udp:\(host):7001") { socket in
        let script = """
          import sys
          from socket import *
          s = socket(AF_INET6 if ":" in sys.argv[1] else AF_INET, SOCK_DGRAM)
          s.bind((sys.argv[1], 7002)); s.sendto(b"", (sys.argv[1], 7001))
          """
        try run(Program.python(script, host))
        for verb in ["peek", "recv"] {
          let got = try ipctool(verb, socket, "--json")
          #expect(
            try json(got, "[(m['size'], m['sender']) for m in d['messages']]")
              == "[(0, '\(host):7002')]")
        }
      }
    }
  }
}
