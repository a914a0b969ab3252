import Support
import Testing

/// Runs `body` with the pids of a pipeline of five that is full at its beginning.
func withPipeline(_ body: ([String]) throws -> Void) throws {
  let program = try Program.python(pipeline).start()
  let pids = try #require(try program.readLine()).words
  try wait(for: "the pipeline to fill up") {
    try contents(of: "/proc/\(pids[0])/wchan").text.contains("pipe_write")
      && contents(of: "/proc/\(pids[3])/wchan").text.contains("pipe_write")
  }
  try body(pids)
  _ = try program.finish()
}

/// A pipeline of five that is full at its beginning; prints the pids. Each end is where it belongs alone.
private let pipeline = """
  import os, subprocess, sys
  from subprocess import PIPE, DEVNULL
  commands = ["yes", "cat", "cat", "cat", "sleep 1000"]
  running, last = [], DEVNULL
  for number, command in enumerate(commands):
      out = PIPE if number < 4 else DEVNULL
      program = subprocess.Popen(command.split(), stdin=last, stdout=out, stderr=DEVNULL)
      if number: last.close()
      last = program.stdout
      running.append(program)
  print(*[program.pid for program in running], flush=True)
  sys.stdin.read()
  for program in running: program.kill()
  """

/// What python's `json` makes of the edges of a document, sorted.
///
/// - Parameter words: In Python, of the edge `e`.
func graphEdges(_ document: [UInt8], _ words: String) throws -> [String] {
  try json(document, "'\\n'.join(sorted(f\"\(words)\" for e in d['edges']))")
    .split(separator: "\n").map(String.init)
}

/// What Graphviz makes of a picture, its own words for each node and edge.
func graphviz(_ dot: [UInt8], _ expression: String) throws -> String {
  let output = try Program.system("dot", "-Tjson").run(input: dot)
  try #require(output.status == 0, "\(output.errorText)")
  // A warning tells of what it has not understood.
  #expect(output.errorText == "")
  return try json(output.standardOutput, expression)
}
