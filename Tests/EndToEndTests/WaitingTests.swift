import Support
import Testing

/// Time limits, and what comes or goes while a verb waits.
struct WaitingTests {
  @Test(arguments: ["0", "0.0", "0.05", "1e-9"])
  func endsWhenNothingComes(_ timeout: String) throws {
    try withSandbox {
      let queue = try create("msg")
      for options in [[], ["--type", "5"], ["--all"], ["--count", "2"]] {
        if options == ["--all"], timeout.hasPrefix("0"), timeout != "0.05" { continue }
        let lines = try failure(
          75, Program.ipctool(["recv", queue, "--timeout", timeout] + options))
        #expect(lines.count == 1)
        #expect(lines[0].hasPrefix("\(queue): msgrcv: "))
        #expect(
          lines[0].contains(options == ["--type", "5"] ? "no message of type 5" : "no message"))
      }
    }
  }

  @Test(arguments: ["0", "0.05"])
  func endsWhenThereIsNoRoom(_ timeout: String) throws {
    try withSandbox {
      let queue = try create("msg:0x2a", "--size", "10")
      try ipctool("send", queue, "12345678")
      let lines = try failure(75, Program.ipctool("send", queue, "abc", "--timeout", timeout))
      #expect(lines.count == 1)
      #expect(lines[0].hasPrefix("\(queue): msgsnd: "))
      #expect(lines[0].contains("no room for 3 bytes now: 2 of 10 are free"))
      #expect(try PythonQueue(key: 0x2A).count() == 1)
    }
  }

  @Test func sendsAsManyAsFit() throws {
    try withSandbox {
      let queue = try create("msg:0x2a", "--size", "10")
      let lines = try failure(
        75, Program.ipctool("send", queue, "--lines", "--timeout", "0.05"),
        input: [UInt8]("1234\n5678\n9abc\n"))
      #expect(lines[0].contains("2 messages were sent before"))
      #expect(try ipctool("recv", queue, "--all", "--lines").lines == ["1234", "5678"])
    }
  }

  /// Partly read, then timed out: what was read is written.
  @Test(arguments: [[], ["--json"], ["--lines"]])
  func writesWhatCameBeforeTheLimit(_ options: [String]) throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      try PythonQueue(key: 0x2A).send(all: "[(b'a', 1), (b'b', 1)]")
      let output = try Program.ipctool(
        ["recv", queue, "--count", "3", "--timeout", "0.05"] + options
      ).run()
      #expect(output.status == 75)
      let texts =
        options == ["--json"]
        ? try json(output.standardOutput, "''.join(m['text'] for m in d['messages'])")
        : output.text.filter { $0 != "\n" }
      #expect(texts == "ab")
      #expect(output.errorText.contains("2 messages were received before"))
      #expect(output.standardError.lines.count == 1)
    }
  }

  @Test(arguments: [[], ["--timeout", "600"]])
  func getsWhatComesLater(_ options: [String]) throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      let receiver = try Program.ipctool(["recv", queue, "--count", "2", "--lines"] + options)
        .start()
      try wait(for: receiver, toSleepIn: "do_msgrcv")
      let python = PythonQueue(key: 0x2A)
      try python.send([UInt8]("first"))
      // Written as it comes, not at the end.
      #expect(try receiver.readLine() == "first")
      try wait(for: receiver, toSleepIn: "do_msgrcv")
      try python.send([UInt8]("second"))
      let output = try receiver.finish()
      #expect(output.status == 0)
      #expect(output.text == "second\n")
      #expect(output.errorText == "")
    }
  }

  @Test func takesOnlyTheTypeItWaitsFor() throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      let receiver = try Program.ipctool("recv", queue, "--type", "7").start()
      try wait(for: receiver, toSleepIn: "do_msgrcv")
      let python = PythonQueue(key: 0x2A)
      try python.send([UInt8]("other"), type: 8)
      try python.send([UInt8]("seven"), type: 7)
      #expect(try receiver.finish().text == "seven")
      #expect(try python.receive() == (8, [UInt8]("other")))
    }
  }

  @Test func sendsWhenThereIsRoom() throws {
    try withSandbox {
      let queue = try create("msg:0x2a", "--size", "4")
      try ipctool("send", queue, "full")
      let sender = try Program.ipctool("send", queue, "next").start()
      try wait(for: sender, toSleepIn: "do_msgsnd")
      #expect(try PythonQueue(key: 0x2A).receive().bytes == [UInt8]("full"))
      #expect(try sender.finish().status == 0)
      #expect(try PythonQueue(key: 0x2A).receive().bytes == [UInt8]("next"))
    }
  }

  @Test(arguments: ["recv", "send"])
  func saysThatTheQueueWasRemoved(_ verb: String) throws {
    try withSandbox {
      let queue = try create("msg", "--size", "4")
      if verb == "send" { try ipctool("send", queue, "full") }
      let waiting = try Program.ipctool([verb, queue] + (verb == "send" ? ["x"] : [])).start()
      try wait(for: waiting, toSleepIn: verb == "send" ? "do_msgsnd" : "do_msgrcv")
      try run(Program.system("ipcrm", "-q", String(queue.dropFirst(4))))
      let output = try waiting.finish()
      #expect(output.status == 66)
      let call = verb == "send" ? "msgsnd" : "msgrcv"
      #expect(
        output.errorText == "ipctool: \(queue): \(call): EIDRM: the queue was removed\n")
      #expect(output.standardOutput == [])
    }
  }
}
