internal import LinuxIPC

extension Life {
  /// The statuses that scripts rely on: 75 is that it would block, 66 that there is no such object.
  static var nothingThere: Int32 { 75 }
  static var notFound: Int32 { 66 }

  /// Runs a command of ours, which has to succeed.
  ///
  /// - Parameter isSpared: As of a `Command`.
  @discardableResult
  func run(
    _ words: [String], input: [UInt8] = [], output: Int32? = nil, isSpared: Bool = false
  ) throws(Stop) -> Command {
    let command = try attempt(words, input: input, output: output, isSpared: isSpared)
    if let failure = command.failure { throw .failed(failure) }
    return command
  }

  /// Runs a command of ours, which may fail.
  func attempt(
    _ words: [String], input: [UInt8] = [], output: Int32? = nil, isSpared: Bool = false
  ) throws(Stop) -> Command {
    try Stop.carrying { () throws(IPCError) in
      let command = try Command(words, input: input, output: output, isSpared: isSpared)
      try Command.finish([command], within: patience)
      return command
    }
  }

  func check(_ command: Command, printed expected: [UInt8]) throws(Stop) {
    guard command.text != expected else { return }
    throw Stop(
      command.text.count == expected.count
        ? "it gave other data than was sent"
        : "it gave \(command.text.count) bytes, and not \(expected.count)")
  }

  func sending(to address: String) -> [String] {
    ["send", address] + load.options(of: .send) + timeLimit
  }

  func receiving(from address: String) -> [String] {
    ["recv", address] + load.options(of: .recv) + timeLimit
  }

  func peeking(at address: String) -> [String] {
    ["peek", address] + load.options(of: .peek)
  }

  /// A command that waits says for what, if it is given the time to.
  private var timeLimit: [String] { ["--timeout", "\(patience / 2)"] }
}
