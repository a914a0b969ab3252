import Glibc
import Support
import Testing

/// Runs a program that has to succeed.
///
/// - Returns: What it wrote to standard output.
@discardableResult
func run(
  _ program: Program, input: [UInt8] = [], sourceLocation: SourceLocation = #_sourceLocation
) throws -> [UInt8] {
  let output = try program.run(input: input)
  try #require(
    output.status == 0,
    "\(program.arguments): signal \(output.signal ?? 0): \(output.errorText)",
    sourceLocation: sourceLocation)
  return output.standardOutput
}

/// Runs ipctool, which has to succeed.
@discardableResult
func ipctool(
  _ arguments: String..., input: [UInt8] = [], sourceLocation: SourceLocation = #_sourceLocation
) throws -> [UInt8] {
  try run(Program.ipctool(arguments), input: input, sourceLocation: sourceLocation)
}

/// Creates an object and gives its address, which is all that `create` prints.
func create(
  _ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation
) throws -> String {
  let lines = try run(Program.ipctool(["create"] + arguments), sourceLocation: sourceLocation).lines
  try #require(lines.count == 1, sourceLocation: sourceLocation)
  return lines[0]
}

/// Creates an object that a process in the background holds, and removes it when `body` has ended, however.
///
/// - Parameter arguments: The kind first.
func withHeld(
  _ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation,
  _ body: (String) throws -> Void
) throws {
  try withHeld(arguments, sourceLocation: sourceLocation, body)
}

func withHeld(
  _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation,
  _ body: (String) throws -> Void
) throws {
  // Should the tests be killed, it ends by itself.
  let program = Program.ipctool(["create"] + arguments + ["--ttl", "300"])
  let address = try run(program, sourceLocation: sourceLocation).text.trimmed
  defer { _ = try? Program.ipctool("rm", address).run() }
  try body(address)
}

/// Makes a directory that everybody may look into, and removes it with all that is in it when `body` has ended,
/// however.
func withScratchDirectory(_ body: (String) throws -> Void) throws {
  let directory = try run(shell("d=$(mktemp -d) && chmod 755 $d && echo $d")).text.trimmed
  defer { _ = try? Program.system("rm", "-r", directory).run() }
  try body(directory)
}

/// Runs ipctool, which has to fail: with this status, no output, and an error of at most two lines that
/// begin with its name.
///
/// - Returns: The lines without the name.
@discardableResult
func failure(
  _ status: Int32, _ program: Program, input: [UInt8] = [],
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> [String] {
  let output = try program.run(input: input)
  #expect(
    output.status == status, "\(program.arguments): \(output.errorText)",
    sourceLocation: sourceLocation)
  #expect(output.standardOutput.isEmpty, sourceLocation: sourceLocation)
  let lines = output.standardError.lines
  try #require((1...2).contains(lines.count), "\(lines)", sourceLocation: sourceLocation)
  #expect(output.standardError.last == 0x0A, sourceLocation: sourceLocation)
  return lines.map { line in
    #expect(line.hasPrefix("ipctool: "), sourceLocation: sourceLocation)
    return String(line.dropFirst("ipctool: ".count))
  }
}

/// A script for `sh` that finds the built ipctool by its name.
func shell(_ script: String, _ arguments: String...) -> Program {
  let directory = Program.ipctool().path.dropLast("/ipctool".count)
  return Program(
    "/bin/sh", ["-c", script, "sh"] + arguments,
    environment: ["PATH": "\(directory):/usr/sbin:/usr/bin:/sbin:/bin"])
}

/// What python's `json` module makes of a document.
///
/// - Parameters:
///   - document: What it reads, as UTF-8.
///   - expression: In Python, of the document `d`; its value is given as text.
func json(
  _ document: [UInt8], _ expression: String, sourceLocation: SourceLocation = #_sourceLocation
) throws -> String {
  let script = """
    import base64, json, sys
    d = json.loads(sys.stdin.buffer.read().decode("utf-8"))
    sys.stdout.write(str(eval(sys.argv[1])))
    """
  return String(
    decoding: try run(
      Program.python(script, expression), input: document, sourceLocation: sourceLocation),
    as: UTF8.self)
}

/// Waits for what another process is about to do; throws when it does not within half a minute.
func wait(for what: String, until condition: () throws -> Bool) throws {
  for _ in 0..<30_000 {
    if try condition() { return }
    usleep(1000)
  }
  throw SupportError("waited in vain for \(what)")
}

/// Waits until a process sleeps in the kernel function `channel`.
func wait(for program: RunningProgram, toSleepIn channel: String) throws {
  try wait(for: "a process to sleep in \(channel)") {
    let now = try contents(of: "/proc/\(program.pid)/wchan")
    return String(decoding: now, as: UTF8.self) == channel
  }
}

/// The bytes of a file, as `cat` gives them.
func contents(of path: String) throws -> [UInt8] {
  try run(Program.system("cat", path))
}

/// A whole number that a file of /proc or /sys holds.
func number(in path: String) throws -> Int {
  try #require(Int(try contents(of: path).text.trimmed))
}

extension [UInt8] {
  var text: String { String(decoding: self, as: UTF8.self) }

  var lines: [String] { text.split(separator: "\n").map(String.init) }

  init(_ text: String) { self.init(text.utf8) }
}

extension String {
  /// Without blanks and line ends around it.
  var trimmed: String {
    let kept = drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()
    return String(kept)
  }

  /// Split at blanks.
  var words: [String] { split(whereSeparator: \.isWhitespace).map(String.init) }
}
