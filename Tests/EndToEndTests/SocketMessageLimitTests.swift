import Glibc
import Support
import Testing

/// How long is waited for messages and for room, and what is said of those that do not fit or arrive.
@Suite struct SocketMessageLimitTests {
  /// Nothing comes, or not all that was asked for: what came is written, and the status says it.
  @Test(arguments: MessageSocket.all)
  func keepsTimeLimits(_ kind: MessageSocket) throws {
    try withSandbox {
      try kind.withHeld { socket in
        for seconds in ["0", "0.05"] {
          let lines = try failure(75, Program.ipctool("recv", socket, "--timeout", seconds))
          #expect(lines[0].hasPrefix("\(socket): \(kind.isDatagram ? "recv" : "accept"): "))
        }
        try failure(75, Program.ipctool("recv", socket, "--all", "--timeout", "0.05"))
        try kind.python.send("[b'a', b'b']")
        let output = try Program.ipctool("recv", socket, "--count", "3", "--timeout", "0.05").run()
        #expect(output.status == 75)
        #expect(output.text == "ab")
        let before = kind.isDatagram ? "2 messages were" : "1 connection was"
        #expect(output.errorText.contains("\(before) received before"))
      }
    }
  }

  /// However long they are, and where no addresses are left for the longest that there could be.
  @Test(arguments: ["unlimited", "600000"])
  func takesLongOnes(_ addresses: String) throws {
    try withSandbox {
      try withHeld("unix:/dev/shm/s", "--type", "dgram") { socket in
        let script = """
          import os, sys
          from socket import *
          s = socket(AF_UNIX, SOCK_DGRAM); s.connect("/dev/shm/s")
          s.setsockopt(SOL_SOCKET, 32, 8_000_000)  # SO_SNDBUFFORCE
          for size in 400_000, 0, 200_000, 3: s.send(os.urandom(size))
          """
        for _ in 0..<2 { try run(Program.python(script)) }
        let sizes = try run(
          shell(
            """
            ulimit -v "$2"; for n in 1 2; do ipctool recv "$1" --count 4 --jsonl; done
            """, socket, addresses)
        ).lines.map { try json([UInt8]($0), "d['size']") }
        #expect(sizes == ["400000", "0", "200000", "3", "400000", "0", "200000", "3"])
      }
    }
  }

  /// What comes all the time is no reason not to stop.
  @Test func stopsWhileMessagesCome() throws {
    try withSandbox {
      try withHeld("unix:/dev/shm/s", "--type", "dgram") { socket in
        let script = """
          from socket import *
          s = socket(AF_UNIX, SOCK_DGRAM); s.connect("/dev/shm/s"); print("ready", flush=True)
          while True: s.send(b"x")
          """
        let sender = try Program.python(script).start()
        #expect(try sender.readLine() == "ready")
        let text =
          "timeout --preserve-status 0.3 ipctool recv \(socket) --count 999999999 >/dev/null"
        #expect(try shell(text).run().status == 143)
        sender.send(signal: SIGKILL)
        _ = try sender.finish()
      }
    }
  }

  /// Who is connected and has not ended is waited for, as long as was said.
  @Test func tellsOfAPartOfAConnection() throws {
    try withSandbox {
      try withHeld("unix", "--type", "seqpacket") { socket in
        let script = """
          import sys
          from socket import *
          s = socket(AF_UNIX, SOCK_SEQPACKET); s.connect("\\0" + sys.argv[1])
          s.send(b"a"); s.send(b""); print("sent", flush=True); sys.stdin.read()
          """
        let running = try Program.python(script, String(socket.dropFirst("unix:@".count))).start()
        #expect(try running.readLine() == "sent")
        let output = try Program.ipctool("recv", socket, "--lines", "--timeout", "0.2").run()
        #expect(output.status == 75)
        #expect(output.text == "a\n\n")
        #expect(output.errorText.contains("2 messages were received before"))
        #expect(try running.finish().status == 0)
      }
    }
  }

  /// What never fits is refused before it is sent, with how much would.
  @Test(arguments: MessageSocket.all)
  func refusesWhatNeverFits(_ kind: MessageSocket) throws {
    try withSandbox {
      try kind.withHeld { socket in
        // A datagram of 65,507 bytes is as large as an IPv4 packet, and less than the program can know.
        let sizes = kind.address.hasPrefix("udp") ? [65_508, 70_000] : [4_000_000]
        for size in sizes {
          let lines = try failure(
            65, Program.ipctool("send", socket), input: [UInt8](repeating: 1, count: size))
          #expect(lines[0].hasPrefix("\(socket): send: EMSGSIZE: "), "\(lines)")
        }
        let mixed = [UInt8]("a\n") + [UInt8](repeating: 0x62, count: 4_000_000)
        let lines = try failure(65, Program.ipctool("send", socket, "--lines"), input: mixed)
        #expect(lines[0].contains("1 message was sent before"), "\(lines)")
        let got = try ipctool("recv", socket, "--all", "--json")
        #expect(try json(got, "[m['text'] for m in d['messages']]") == "['a']")
      }
    }
  }

  /// A receiver that has no room is waited for, as long as was said, and what it took is counted.
  @Test(arguments: MessageSocket.all.filter { $0.address.hasPrefix("unix") })
  func waitsForRoom(_ kind: MessageSocket) throws {
    try withSandbox {
      try kind.withHeld { socket in
        for seconds in ["0", "0.05"] {
          let lines = try failure(
            75, Program.ipctool("send", socket, "x", "--count", "100000", "--timeout", seconds))
          let words = lines[0].words
          let sent = try #require(
            words.firstIndex(of: "messages").flatMap { Int(words[$0 - 1]) }, "\(lines)")
          #expect(try ipctool("recv", socket, "--all").count == sent)
        }
        let script = """
          ipctool send "$1" xy --count 5000 &
          ipctool recv "$1" --count "$2" | wc -c && wait $!
          """
        let amount = kind.isDatagram ? "5000" : "1"
        #expect(try run(shell(script, socket, amount)).text.trimmed == "10000")
      }
    }
  }

  /// Who is not there is said, and not that anything has arrived.
  @Test func tellsThatNobodyIsThere() throws {
    try withSandbox {
      let lines = try failure(66, Program.ipctool("send", "udp:127.0.0.1:7001", "x"))
      #expect(lines[0].hasSuffix(": ECONNREFUSED: nobody listens there"), "\(lines)")
      try failure(66, Program.ipctool("send", "unix:/dev/shm/none", "x"))
      try failure(66, Program.ipctool("recv", "udp:127.0.0.1:7001", "--timeout", "0"))
      try run(
        Program.python("import socket as s; s.socket(s.AF_UNIX, s.SOCK_DGRAM).bind('/dev/shm/x')"))
      let stale = try failure(66, Program.ipctool("send", "unix:/dev/shm/x", "y"))
      #expect(stale[0].hasSuffix(": connect: ECONNREFUSED: nobody listens there"), "\(stale)")
    }
  }
}
