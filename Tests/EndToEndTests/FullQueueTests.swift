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
