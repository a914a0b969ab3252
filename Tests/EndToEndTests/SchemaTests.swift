import Support
import Testing

/// Real documents against the schemas of the repository, checked by a validator that we did not write.
struct SchemaTests {
  /// Validates a document, or each of the lines of `--jsonl`.
  ///
  /// Members that no schema names are no error for a user, as more may be added; here they are, since
  /// the schemas are to name all of them. So is a missing one, unless `-o` chose the members.
  private static let validator = """
    import json, sys
    from jsonschema import Draft202012Validator, FormatChecker
    path, what = sys.argv[1:]
    def close(schema):
      if isinstance(schema, dict):
        if "properties" in schema:
          schema["additionalProperties"] = False
          if what != "chosen": schema["required"] = list(schema["properties"])
        for part in schema.values(): close(part)
      elif isinstance(schema, list):
        for part in schema: close(part)
    schema = json.load(open(path))
    Draft202012Validator.check_schema(schema)
    close(schema)
    if what == "lines":
      schema = {"$ref": "#/$defs/row", "$defs": schema["$defs"]}
      documents = [json.loads(line) for line in sys.stdin.buffer]
    else:
      documents = [json.load(sys.stdin.buffer)]
    checker = Draft202012Validator(schema, format_checker=FormatChecker())
    for document in documents:
      for error in checker.iter_errors(document):
        print(f"{error.json_path}: {error.message}"[:500])
    print(len(documents))
    """

  private enum What: String {
    case document, chosen, lines
  }

  /// - Returns: How many documents there are, all of them valid.
  @discardableResult
  private func validate(
    _ output: [UInt8], _ schema: String, _ what: What = .document,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Int {
    var lines = try answer(output, schema, what)
    let count = try #require(lines.popLast().flatMap { Int($0) }, sourceLocation: sourceLocation)
    #expect(lines == [], sourceLocation: sourceLocation)
    return count
  }

  /// What is wrong, a line each, and the number of documents.
  private func answer(_ output: [UInt8], _ schema: String, _ what: What) throws -> [String] {
    let path = "\(Program.packageDirectory)/schemas/\(schema).schema.json"
    return try run(Program.python(Self.validator, path, what.rawValue), input: output).lines
  }

  /// One of each kind of which a sandbox has its own, and what is odd.
  private func populate() throws -> [String] {
    var addresses = try sandboxKinds.map { try create($0) }
    addresses.append(try create("posix-shm:/%FF%1B"))
    try run(Program.system("mkfifo", "/dev/shm/fifo"))
    return addresses + ["posix-shm:/fifo"]
  }

  @Test func listingsAreValid() throws {
    try withSandbox {
      try validate(try ipctool("ls", "--json"), "ls")
      let addresses = try populate()
      let holder = try Program.fixture("shm", "attach", "touch").start()
      let held = try #require(try holder.readLine())
      let others = try HeldObjects()
      let everything = try ipctool("ls", "--json")
      try validate(everything, "ls")
      // It is the document of all kinds.
      let kinds = try ipctool("--no-header").lines.map { $0.words[0] }
      #expect(
        try json(everything, "{o['kind'] for o in d['objects']} == set(\(kinds))") == "True")
      try validate(try ipctool("ls", "--json", "-o", "all"), "ls")
      try validate(try ipctool("ls", "--json", "-o", "address,values,bytes"), "ls", .chosen)
      #expect(try validate(try ipctool("ls", "--jsonl"), "ls", .lines) > addresses.count)
      let count = try validate(
        try run(Program.ipctool(["ls", "--jsonl"] + sandboxKinds)), "ls", .lines)
      #expect(count == addresses.count + 1)
      try validate(try run(Program.ipctool(["show", "--json", held] + addresses)), "show")
      let shown = try run(Program.ipctool(["show", "--json"] + others.addresses.values))
      try validate(shown, "show")
      #expect(
        try json(shown, "{o['kind'] for o in d['objects']} == set(\(HeldObjects.kinds))") == "True")
      #expect(
        try validate(
          try run(Program.ipctool(["show", "--jsonl", held] + addresses)), "show", .lines)
          == count)
      try validate(try ipctool("--json"), "summary")
      try validate(try ipctool("summary", "--jsonl"), "summary", .lines)
      try validate(try ipctool("limits", "--json"), "limits")
      try validate(ipctool("doctor", "--list", "--json"), "rules")
      let doctor = ["doctor", "--rule", "orphaned-segment", "--rule", "unheld"]
      try validate(try Program.ipctool(doctor + ["--json"]).run().standardOutput, "doctor")
      #expect(
        try validate(
          try Program.ipctool(doctor + ["--jsonl"]).run().standardOutput, "doctor", .lines) > 0)
      let orphans = ["rm", "--orphaned", "--dry-run"]
      try validate(try run(Program.ipctool(orphans + ["--json"])), "orphans")
      #expect(try validate(try run(Program.ipctool(orphans + ["--jsonl"])), "orphans", .lines) > 0)
      try validate(try ipctool("limits", "--json", "-o", "name,most"), "limits", .chosen)
      #expect(try validate(try ipctool("limits", "sem", "--jsonl"), "limits", .lines) == 5)
      try validate(try ipctool("caps", "--json"), "caps")
      try validate(try run(Program.ipctool("caps", "--json").asNobody), "caps")
      try validate(try ipctool("caps", "--json", "-o", "capability"), "caps", .chosen)
      #expect(try validate(try ipctool("caps", "--jsonl"), "caps", .lines) == 13)
      try validate(try ipctool("mechanisms", "--json"), "mechanisms")
      #expect(try validate(try ipctool("mechanisms", "tcp", "--jsonl"), "mechanisms", .lines) == 1)
      try validate(try ipctool("exercise", "msg", "mqueue", "--json"), "exercise")
      #expect(
        try validate(try ipctool("exercise", "sem", "shm", "--jsonl"), "exercise", .lines) == 2)
      let failing = shell(
        "mount -t tmpfs none /dev/shm -o ro && exec ipctool exercise posix-shm --json")
      try validate(try failing.run().standardOutput, "exercise")
      try validate(try ipctool("ls", "--columns", "--json"), "columns")
      try validate(try ipctool("ps", "--columns", "--json"), "columns")
      let pid = "\(others.pid)"
      try validate(try ipctool("ps", pid, "--json"), "ps")
      #expect(try validate(try ipctool("ps", pid, pid, "--jsonl"), "ps", .lines) == 1)
      for columns in ["all", "pid", "pid,address", "address,command,pid", "bytes,fd", "others"] {
        try validate(try ipctool("ps", pid, "--json", "-o", columns), "ps", .chosen)
      }
      try validate(try ipctool("graph", "--json"), "graph")
      #expect(try validate(try ipctool("graph", pid, "--jsonl"), "graph", .lines) > 0)
      // Who may not look into every process has a gap in what is covered.
      let asNobody = try run(Program.ipctool("ls", "--json").asNobody)
      try validate(asNobody, "ls")
      try validate(try run(Program.ipctool("limits", "--json").asNobody), "limits")
      #expect(try json(asNobody, "d['coverage']['complete']") == "False")
      _ = try holder.finish()
      try others.end()
    }
  }

  @Test func dataIsValid() throws {
    try withSandbox {
      let queue = try create("msg")
      for data in [[UInt8]("text"), [0xFF, 0], []] { try ipctool("send", queue, input: data) }
      try validate(try ipctool("peek", queue, "--all", "--json"), "messages")
      try validate(try ipctool("recv", queue, "--json"), "messages")
      let segment = try create("shm", "--size", "64")
      try validate(try ipctool("peek", segment, "--json"), "messages")
      let set = try create("sem", "--count", "2", "--value", "1")
      try validate(try ipctool("peek", set, "--json"), "values")
      try validate(try ipctool("recv", set, "--json"), "values")
    }
  }

  /// The validator and the way it is called find what is wrong.
  @Test func findsWhatIsNotValid() throws {
    try withSandbox {
      _ = try create("msg")
      let document = try ipctool("ls", "msg", "--json").text
      for (wrong, right) in [
        (#""id":"0""#, #""id":0"#), (#""uid":0.5"#, #""uid":0"#),
        (#""mode":600"#, #""mode":"0600""#),
        (#""address":null"#, #""address":"msg:0""#), (#""extra":1,"id":0"#, #""id":0"#),
        (#""values":null"#, #""values":[]"#), (#""version":2"#, #""version":1"#),
      ] {
        #expect(document.contains(right))
        let broken = document.split(separator: right, maxSplits: 1).joined(separator: wrong)
        #expect(try answer([UInt8](broken), "ls", .document).count == 2, "\(wrong)")
      }
    }
  }
}
