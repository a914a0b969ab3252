internal import Glibc

/// A program that a test starts, from its own thread, so that a sandboxed test's programs are in its
/// sandbox.
package struct Program: Sendable {
  package let path: String
  package var arguments: [String]
  package var environment: [String: String]

  package init(_ path: String, _ arguments: [String] = [], environment: [String: String] = [:]) {
    self.path = path
    self.arguments = arguments
    self.environment = environment
  }

  /// How a program ended, and what it wrote.
  package struct Output: Sendable {
    /// The exit status; nil when a signal ended it.
    package let status: Int32?
    package let signal: Int32?
    package let standardOutput: [UInt8]
    package let standardError: [UInt8]

    package var text: String { String(decoding: standardOutput, as: UTF8.self) }
    package var errorText: String { String(decoding: standardError, as: UTF8.self) }
    package var lines: [String] { text.split(separator: "\n").map(String.init) }
  }

  /// Runs to the end.
  ///
  /// - Parameter input: Given on standard input, then end of file.
  package func run(input: [UInt8] = []) throws -> Output {
    let running = try start()
    return try running.finish(input: input)
  }

  package func run(input: String) throws -> Output {
    try run(input: Array(input.utf8))
  }

  /// The same program as `nobody`, without any privilege.
  package var asNobody: Program {
    Program(
      "/usr/bin/setpriv",
      ["--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all", "--", path]
        + arguments, environment: environment)
  }

  /// The same program in a process namespace of its own, where no process is hidden from it.
  package var amongItsOwn: Program {
    Program(
      "/usr/bin/unshare",
      ["--pid", "--fork", "--kill-child", "--mount-proc", "--", path] + arguments,
      environment: environment)
  }

  /// Starts it, with pipes on its three standard descriptors.
  package func start() throws -> RunningProgram {
    let input = try Pipe()
    let output = try Pipe()
    let error = try Pipe()
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, input.readEnd, STDIN_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, output.writeEnd, STDOUT_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, error.writeEnd, STDERR_FILENO)
    // A thread of the test runner blocks most signals, and that is inherited.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe _ = posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    _ = Self.reportsBrokenPipes
    _ = Self.keepsWhatItInherited
    var pid = pid_t()
    let variables = environment.merging(Self.inherited) { own, _ in own }
    let code = unsafe withCStrings([path] + arguments) { arguments in
      unsafe withCStrings(variables.map { "\($0.key)=\($0.value)" }) { variables in
        unsafe posix_spawn(&pid, path, &actions, &attributes, arguments, variables)
      }
    }
    guard code == 0 else { throw SupportError("posix_spawn \(path)", errno: code) }
    input.closeReadEnd()
    output.closeWriteEnd()
    error.closeWriteEnd()
    return RunningProgram(pid: pid, input: input, output: output, error: error)
  }

  /// Done once: what started the tests may have left them sockets and pipes, which a program would hold
  /// as well, and which would show wherever that is looked at.
  private static let keepsWhatItInherited: Void = {
    for descriptor in (STDERR_FILENO + 1)..<1024 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
  }()

  /// Done once: a program that does not read its input to the end must not end the tests.
  private static let reportsBrokenPipes: Void = {
    signal(SIGPIPE, SIG_IGN)
  }()

  /// What a program needs to find others, and nothing that would change what ipctool prints.
  private static var inherited: [String: String] {
    var result = ["LC_ALL": "C.UTF-8", "TZ": "UTC"]
    for name in ["PATH", "ASAN_OPTIONS", "TSAN_OPTIONS"] {
      if let value = unsafe getenv(name) { result[name] = unsafe String(cString: value) }
    }
    return result
  }
}

/// Runs `body` with a null-terminated array of C strings.
private func withCStrings<Value>(
  _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
) -> Value {
  let copies = unsafe strings.map { unsafe strdup($0) }
  defer { unsafe copies.forEach { unsafe free($0) } }
  return unsafe body(copies + [nil])
}
