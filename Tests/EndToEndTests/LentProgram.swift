import Support
import Testing

/// A copy of ipctool whose file lends capabilities, executed by nobody.
struct LentProgram {
  static let seeing = "cap_sys_ptrace,cap_dac_read_search,cap_ipc_owner"

  let path: String

  /// Runs `body` with a copy that has `capabilities`, as setcap(8) reads them, which goes when that has ended.
  ///
  /// - Parameter text: nil for a copy that lends nothing.
  static func with(
    _ text: String? = "\(seeing)+p", _ body: (LentProgram) throws -> Void
  ) throws {
    try withScratchDirectory { directory in
      let program = LentProgram(path: "\(directory)/ipctool")
      try run(
        Program.system("install", "-m", "755", Program.ipctool().path, program.path))
      if let text { try run(Program.system("setcap", text, program.path)) }
      try body(program)
    }
  }

  func callAsFunction(_ arguments: String...) -> Program { self(arguments) }

  func callAsFunction(_ arguments: [String]) -> Program { Program(path, arguments).asNobody }

  /// The same through setpriv(1), with these options.
  func restricted(_ options: [String], _ arguments: String...) -> Program {
    Program(
      "/usr/bin/setpriv",
      ["--reuid=65534", "--regid=65534", "--clear-groups"] + options + ["--"]
        + [path] + arguments)
  }
}

/// The four sets of a process that matter, as /proc has them: proc_pid_status(5).
func capabilitySets(of program: RunningProgram) throws -> [String: UInt64] {
  var sets: [String: UInt64] = [:]
  for line in try contents(of: "/proc/\(program.pid)/status").lines where line.hasPrefix("Cap") {
    let words = line.words
    sets[words[0]] = UInt64(words[1], radix: 16)
  }
  return sets
}
