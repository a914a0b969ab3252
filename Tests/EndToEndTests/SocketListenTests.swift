import Glibc
import Support
import Testing

/// `recv --listen`: a socket for as long as it takes, without a holder.
@Suite struct SocketListenTests {
  /// An address, and what else is said of it.
  struct Place: CustomTestStringConvertible, Sendable {
    let address: String
    var options: [String] = []
    var type = "STREAM"

    var testDescription: String { "\(address) \(type)" }
    var python: PythonSocket { PythonSocket(address: address, type: type) }
    var isConnectionOriented: Bool { type != "DGRAM" }

    func receiver(_ options: String...) -> Program {
      Program.ipctool(["recv", "--listen", address] + self.options + options)
    }

    /// Starts one, and waits until it is there.
    func start(_ options: String...) throws -> RunningProgram {
      let running = try Program.ipctool(
        ["recv", "--listen", address] + self.options + options
      ).start()
      try wait(for: "it to listen") { try isThere() }
      return running
    }

    func isThere() throws -> Bool {
      var name = String(address.split(separator: ":", maxSplits: 1)[1])
      if name.hasPrefix("::1:") { name = "[::1]" + name.dropFirst("::1".count) }
      let kind = address.hasPrefix("udp") ? "-u" : address.hasPrefix("tcp") ? "-t" : "-x"
      return try run(Program.system("ss", "-Hnl", kind)).lines.contains {
        $0.words.contains(name) && $0.words.contains(isConnectionOriented ? "LISTEN" : "UNCONN")
      }
    }
  }

  private static let places = [
    Place(address: "unix:/dev/shm/s"),
    Place(address: "unix:/dev/shm/s", options: ["--type", "dgram"], type: "DGRAM"),
    Place(address: "unix:/dev/shm/s", options: ["--type", "seqpacket"], type: "SEQPACKET"),
    Place(address: "unix:@name"), Place(address: "tcp:127.0.0.1:7001"),
    Place(address: "tcp:::1:7001"), Place(address: "udp:127.0.0.1:7001", type: "DGRAM"),
  ]

  /// Nothing is left of it.
  private func isGone(_ place: Place) throws -> Bool {
    let files = try run(shell("ls -A /dev/shm"))
    return try files.isEmpty && !place.isThere()
  }

  /// One message, or one connection to its end, from a program that knows nothing of ipctool.
  @Test(arguments: places)
  func receivesOnce(_ place: Place) throws {
    try withSandbox {
      let receiver = try place.start()
      try place.python.send("[b'from python']")
      let output = try receiver.finish()
      #expect(output.status == 0)
      #expect(output.text == "from python")
      #expect(output.errorText.isEmpty)
      #expect(try isGone(place))
    }
  }

  @Test(arguments: places)
  func receivesAsOftenAsItWasTold(_ place: Place) throws {
    try withSandbox {
      let receiver = try place.start("--count", "3", "--json")
      for text in ["one", "", "three"] { try ipctool("send", place.address, text) }
      let output = try receiver.finish()
      #expect(output.status == 0)
      #expect(
        try json(output.standardOutput, "[m['text'] for m in d['messages']]")
          == "['one', '', 'three']")
      #expect(try isGone(place))
    }
  }

  /// Whatever ends it, its path goes: a time limit, a signal, or that nobody reads any more.
  @Test(arguments: places)
  func leavesNothing(_ place: Place) throws {
    try withSandbox {
      for seconds in ["0", "0.05"] {
        let lines = try failure(75, place.receiver("--timeout", seconds))
        #expect(lines[0].hasPrefix("\(place.address): "))
        #expect(try isGone(place))
      }
      for signal in [SIGTERM, SIGINT, SIGHUP] {
        let receiver = try place.start()
        receiver.send(signal: signal)
        let output = try receiver.finish()
        #expect(output.signal == signal)
        #expect(output.standardOutput.isEmpty && output.standardError.isEmpty)
        #expect(try isGone(place))
      }
      let receiver = try place.start("--count", "1000")
      receiver.closeOutput()
      // Who cannot be told what came takes no more; what it had taken is not taken back.
      try wait(for: "its end") {
        if try isGone(place) { return true }
        _ = try Program.ipctool("send", place.address, "x").run()
        return false
      }
      #expect(try isGone(place))
      _ = try receiver.finish()
    }
  }

  /// Who was told to stop in the middle of it has written what he had.
  @Test func writesWhatCameBeforeASignal() throws {
    try withSandbox {
      let place = Place(address: "udp:127.0.0.1:7001", type: "DGRAM")
      let receiver = try place.start("--count", "3", "--lines")
      try place.python.send("[b'one', b'two']")
      #expect(try receiver.readLine() == "one")
      #expect(try receiver.readLine() == "two")
      receiver.send(signal: SIGTERM)
      let output = try receiver.finish()
      #expect(output.signal == SIGTERM)
      #expect(output.standardOutput.isEmpty)
    }
  }

  /// Who has the name keeps it, whether he is there or has left his path.
  @Test(arguments: places)
  func takesNoNameThatIsTaken(_ place: Place) throws {
    try withSandbox {
      let owner = try place.python.receiver()
      let lines = try failure(73, place.receiver("--timeout", "0"))
      #expect(lines[0].hasPrefix("\(place.address): bind: EADDRINUSE: "), "\(lines)")
      try ipctool("send", place.address, "theirs")
      #expect(try owner.finish().text == "theirs")
      if place.address.hasPrefix("unix:/") {
        try failure(73, place.receiver("--timeout", "0"))
        #expect(try run(shell("ls -A /dev/shm")).text == "s\n")
      }
    }
  }

  /// A path that leads to another's socket by now stays.
  @Test func sparesAPathThatAnotherHasTaken() throws {
    try withSandbox {
      let place = Place(address: "unix:/dev/shm/s")
      let receiver = try place.start()
      try run(shell("mv /dev/shm/s /dev/shm/before"))
      let owner = try place.python.receiver()
      try Place(address: "unix:/dev/shm/before").python.send("[b'through']")
      #expect(try receiver.finish().text == "through")
      #expect(try run(shell("ls -A /dev/shm")).text.words.contains("s"))
      try ipctool("send", place.address, "theirs")
      #expect(try owner.finish().text == "theirs")
    }
  }

  /// What cannot be listened at.
  @Test func refusesNonsense() throws {
    try withSandbox {
      for words in [
        ["unix:12345"], ["tcp:127.0.0.1:0"], ["pipe:1"], ["unix:@x", "--force"],
        ["tcp:127.0.0.1:7001", "--type", "dgram"], ["unix:@x", "--length", "3"],
        ["unix:@x", "--lines"],
      ] {
        let lines = try failure(
          64, Program.ipctool(["recv", "--listen", "--timeout", "0"] + words))
        #expect(lines[0].hasPrefix("--") || lines[0].hasPrefix(words[0]), "\(lines)")
      }
      try failure(66, Program.ipctool("recv", "--listen", "unix:/nowhere/s"))
      try failure(77, Program.ipctool("recv", "--listen", "tcp:127.0.0.1:80").asNobody)
    }
  }
}
