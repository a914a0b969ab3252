import Glibc
import Testing

/// An independent witness of what is valid JSON, UTF-8 and base64.
enum Python {
  /// Runs a script with bytes on its standard input.
  ///
  /// - Returns: What it wrote to standard output.
  static func run(_ script: String, input: [UInt8] = []) throws -> [UInt8] {
    let source = try ScratchFile()
    let sink = try ScratchFile()
    let written = unsafe pwrite(source.descriptor, input, input.count, 0)
    try #require(written == input.count)
    let process = start(script, input: source.descriptor, output: sink.descriptor)
    let status = wait(for: process)
    try #require(status == 0, "python3 failed")
    return try sink.contents()
  }

  /// Runs a script and decodes its output.
  static func text(_ script: String, input: [UInt8] = []) throws -> String {
    String(decoding: try run(script, input: input), as: UTF8.self)
  }

  /// Starts a script.
  ///
  /// - Parameters:
  ///   - script: The text of the program.
  ///   - input: What becomes its standard input.
  ///   - output: What becomes its standard output.
  ///   - unwanted: A descriptor that it shall not have.
  /// - Returns: Its process id, to wait for.
  static func start(
    _ script: String, input: Int32, output: Int32 = STDOUT_FILENO, closing unwanted: Int32? = nil
  ) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    if let unwanted { unsafe posix_spawn_file_actions_addclose(&actions, unwanted) }

    var arguments: [UnsafeMutablePointer<CChar>?] = unsafe [
      strdup("python3"), strdup("-c"), strdup(script), nil,
    ]
    defer { unsafe arguments.forEach { unsafe free($0) } }
    var process: pid_t = 0
    let failure = unsafe posix_spawnp(&process, "python3", &actions, nil, &arguments, environ)
    precondition(failure == 0, "python3 is needed")
    return process
  }

  /// Waits for the end of a process.
  ///
  /// - Returns: Its status.
  static func wait(for process: pid_t) -> Int32 {
    var status: Int32 = -1
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status
  }
}
