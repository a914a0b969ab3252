import Support
import Testing

/// A queue has a bound of its bytes, and one of its messages.
struct FullQueueTests {
  @Test func countsMessagesWithoutBytes() throws {
    try withSandbox {
      let owner = try Program.python(
        """
        import sys
        from sysv_ipc import MessageQueue, IPC_CREX
        queue = MessageQueue(None, IPC_CREX)
        queue.max_size = 16
        for _ in range(16): queue.send(b"", type=1)
        print(queue.id, flush=True)
        queue.send(b"", type=1)
        """
      ).start()
      let address = "msg:\(try #require(try owner.readLine()))"
      try wait(for: owner, toSleepIn: "do_msgsnd")
      let findings = try Program.ipctool("doctor", "--json", "--rule", "queue-full").run()
      #expect(
        try json(
          findings.standardOutput,
          "[(f['address'], f['evidence'][:2]) for f in d['findings']]")
          == "[('\(address)', ['16 of 16 messages', '0 of 16 bytes'])]")
      let why = try run(Program.ipctool("why", "\(owner.pid)")).text
      #expect(why.contains("16 of 16 messages in it"), "\(why)")
      let graph = try run(Program.ipctool("graph", "--json", "--kind", "msg"))
      #expect(
        try graphEdges(graph, "{e['messages']}/{e['messages_limit']} {e['bytes']} {e['state']}")
          == ["16/16 0 full"])
      let text = try run(Program.ipctool("graph", "--kind", "msg")).text
      #expect(text.contains("16 of 16 messages wait"), "\(text)")
      try ipctool("rm", address)
      _ = try? owner.finish()
    }
  }
}

extension FullQueueTests {
  /// Of a socket the queue of the other end is what is full.
  @Test(arguments: ["SOCK_DGRAM", "SOCK_STREAM", "SOCK_SEQPACKET"])
  func drawsFullSockets(_ type: String) throws {
    let program = try Program.python(
      """
      import os, sys
      from socket import *
      one, other = socketpair(AF_UNIX, getattr(sys.modules["socket"], sys.argv[1]))
      if (sender := os.fork()) == 0:
          other.close()
          while True: one.send(bytes(1000))
      one.close()
      print(sender, flush=True)
      sys.stdin.read()
      os.kill(sender, 9)
      """, type
    ).start()
    let sender = try #require(try program.readLine())
    try wait(for: "a full socket") {
      let graph = try run(Program.ipctool("graph", sender, "--json", "--kind", "unix"))
      return try graphEdges(graph, "{e['from']} {e['to']} {e['state']}").contains {
        $0.contains("process:\(sender) ") && $0.hasSuffix(" full")
          || $0.contains(" process:\(sender) ") && $0.hasSuffix(" full")
      }
    }
    _ = try program.finish()
  }
}
