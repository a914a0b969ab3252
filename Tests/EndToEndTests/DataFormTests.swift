import Support
import Testing

/// How `recv` and `peek` write data.
struct DataFormTests {
  @Test func writesOneDocument() throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      try PythonQueue(key: 0x2A).send(
        all: #"[(b'caf\xc3\xa9 "\\\n\x1b\xe2\x80\xae', 3), (b'\xff\x00', 4), (b'', 5)]"#)
      for verb in ["peek", "recv"] {
        let document = try ipctool(verb, queue, "--all", "--json")
        #expect(
          try json(document, "[m.get('text') for m in d['messages']]")
            == #"['café "\\\n\x1b\u202e', None, '']"#)
        #expect(
          try json(document, "base64.b64decode(d['messages'][1]['base64'])") == "b'\\xff\\x00'")
        #expect(try json(document, "[m['size'] for m in d['messages']]") == "[13, 2, 0]")
        #expect(try json(document, "[m['type'] for m in d['messages']]") == "[3, 4, 5]")
        #expect(
          try json(document, "[(m['priority'], m['sender']) for m in d['messages']]")
            == "[(None, None), (None, None), (None, None)]")
        #expect(
          try json(document, "d['version'], d['coverage']")
            == "(1, {'complete': True, 'hidden': []})")
        #expect(document.allSatisfy { $0 == 0x0A || $0 >= 0x20 && $0 != 0x7F })
      }
    }
  }

  @Test func writesAMessageALine() throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      try PythonQueue(key: 0x2A).send(all: "[(b'a\\nb', 3), (b'\\xff', 4)]")
      let lines = try ipctool("recv", queue, "--count", "2", "--jsonl").lines
      #expect(lines.count == 2)
      #expect(try json([UInt8](lines[0]), "d['text']") == "a\nb")
      #expect(try json([UInt8](lines[1]), "d['base64']") == "/w==")
    }
  }

  /// Memory is one message.
  @Test func writesMemoryAsOneMessage() throws {
    try withSandbox {
      let memory = try create("shm", "--size", "300")
      try ipctool("send", memory, input: Array(0...255))
      let document = try ipctool("peek", memory, "--length", "256", "--json")
      #expect(try json(document, "len(d['messages']), d['messages'][0]['size']") == "(1, 256)")
      #expect(
        try json(document, "base64.b64decode(d['messages'][0]['base64']) == bytes(range(256))")
          == "True")
      let text = try ipctool(
        "peek", memory, "--offset", "65", "--length", "3", "--json")
      #expect(try json(text, "d['messages'][0]['text']") == "ABC")
      let line = try ipctool("peek", memory, "--length", "0", "--jsonl")
      #expect(try json(line, "d['text'], d['size']") == "('', 0)")
    }
  }

  /// The dump is read back by a program that knows nothing of ours.
  @Test func dumpsBytesThatPythonReadsBack() throws {
    try withSandbox {
      let memory = try create("shm", "--size", "1000")
      let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 37) }
      try ipctool("send", memory, input: bytes)
      let dump = try ipctool("recv", memory, "--hex", "--offset", "10", "--length", "500")
      let script = """
        import re, sys
        data = b""
        for line in sys.stdin.read().splitlines():
          match = re.match(r"([0-9a-f]{8,})((?: +[0-9a-f]{2}(?= )){1,16})", line)
          if match:
            assert int(match[1], 16) == 10 + len(data), line
            data += bytes.fromhex(match[2])
        sys.stdout.buffer.write(data)
        """
      #expect(try run(Program.python(script), input: dump) == Array(bytes[10..<510]))
      #expect(dump.allSatisfy { $0 == 0x0A || (0x20...0x7E).contains($0) || $0 > 0x7F })
    }
  }

  @Test func saysHowManyMessagesItLeftOut() throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      try ipctool("send", queue, "x", "--count", "1005")
      let output = try Program.ipctool("peek", queue, "--all").run()
      #expect(output.status == 0)
      #expect(output.standardOutput == [UInt8](repeating: 0x78, count: 1000))
      #expect(output.standardError.lines.count == 1)
      #expect(output.errorText.hasPrefix("ipctool: not seen: "))
      for part in ["messages", "5", "--count 1005"] { #expect(output.errorText.contains(part)) }
      let document = try ipctool("peek", queue, "--all", "--json")
      #expect(
        try json(document, "len(d['messages']), d['coverage']")
          == "(1000, {'complete': False, 'hidden': [{'what': 'messages', 'count': 5, "
          + "'needs': '--count 1005'}]})")
      #expect(try ipctool("peek", queue, "--count", "1005").count == 1005)
      #expect(try PythonQueue(key: 0x2A).count() == 1005)
    }
  }

  @Test func beginsAtAPosition() throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      try PythonQueue(key: 0x2A).send(all: "[(b'a', 5), (b'b', 2), (b'c', 9), (b'd', 2)]")
      #expect(try ipctool("peek", queue, "--index", "0").text == "a")
      #expect(try ipctool("peek", queue, "--index", "3").text == "d")
      #expect(try ipctool("peek", queue, "--index", "1", "--count", "2").text == "bc")
      #expect(try ipctool("peek", queue, "--index", "2", "--all").text == "cd")
      #expect(try ipctool("peek", queue, "--index", "2", "--type", "2").text == "d")
      let lines = try failure(75, Program.ipctool("peek", queue, "--index", "4"))
      #expect(lines == ["\(queue): msgrcv: ENOMSG: no message at index 4 (4 queued)"])
    }
  }
}
