import Support
import Testing

/// TAB, as the shells themselves ask for it.
struct CompletionTests {
  /// Makes what there is to complete: two queues, a segment, and two POSIX objects of which one has a name
  /// that no shell may take for itself.
  private func makeObjects() throws {
    for address in ["msg", "msg:0x2a", "shm", "posix-shm:/cache", "posix-shm:/%24%28id%29%20x"] {
      _ = try create(address)
    }
  }

  private static let addresses = [
    "msg:0", "msg:1", "shm:0", "posix-shm:/%24%28id%29%20x", "posix-shm:/cache",
  ]

  /// What is offered for a command line that ends at the cursor.
  struct Line: CustomTestStringConvertible, Sendable {
    let text: String
    let offers: Set<String>

    init(_ text: String, _ offers: [String]) {
      self.text = text
      self.offers = Set(offers)
    }

    var testDescription: String { text }
  }

  static let lines =
    ["show", "peek", "send", "recv", "rm"].map { Line("ipctool \($0) ", addresses) } + [
      Line("ipctool rm msg:0 ", addresses),
      Line("ipctool show m", ["msg:0", "msg:1"]),
      Line("ipctool show msg:", ["msg:0", "msg:1"]),
      Line("ipctool show msg:0 msg:1", ["msg:1"]),
      Line("ipctool peek posix-shm:/c", ["posix-shm:/cache"]),
      Line("ipctool peek posix-shm:/%24", ["posix-shm:/%24%28id%29%20x"]),
      Line("ipctool show nonsense:", []),
      Line("ipctool create posix-sh", ["posix-shm"]),
      Line("ipctool create posix-shm:", ["posix-shm:/"]),
      Line("ipctool create msg:", ["msg:0x"]),
      Line("ipctool ls ms", ["msg"]),
      Line("ipctool ls msg sh", ["shm"]),
      Line("ipctool ls -o al", ["all"]),
      Line("ipctool ls -o us", ["user"]),
      Line("ipctool ls -o address,us", ["address,user"]),
      Line("ipctool ls --output +last_s", ["+last_send_pid"]),
      Line("ipctool ls -o +uid,last_s", ["+uid,last_send_pid"]),
      Line("ipctool ls --sort capacity", ["capacity_bytes"]),
      Line("ipctool ps -o pe", []),
      Line("ipctool ps -o pid,o", ["pid,others"]),
      Line("ipctool ps --sort ot", ["others"]),
      Line("ipctool ls --color ", ["auto", "always", "never"]),
      Line("ipctool ls --user roo", ["root"]),
      Line("ipctool ls --pid 00", []),
      Line("ipctool send msg:0 --file /etc/hostn", ["/etc/hostname"]),
    ]

  /// As bash has them: without what stands before the last break of the word.
  private func bash(_ line: String, loading before: String = "") throws -> Set<String> {
    let breaks = ":="
    var words: [String] = []
    for (index, part) in line.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
      if index > 0 || words.isEmpty { words.append("") }
      for character in part {
        let last = words[words.count - 1]
        let isBreak = breaks.contains(character)
        if let end = last.last, breaks.contains(end) != isBreak { words.append("") }
        words[words.count - 1].append(character)
      }
    }
    let word = words[words.count - 1]
    let script = """
      \(before)
      source "$1"
      COMP_LINE=$2 COMP_POINT=${#2} COMP_TYPE=9 COMP_KEY=9
      typed=$3
      COMP_WORDS=("${@:4}") COMP_CWORD=$(($# - 4))
      function=$(complete -p ipctool); function=${function##*-F }; function=${function%% *}
      "$function" ipctool "$typed" "${COMP_WORDS[COMP_CWORD - 1]}"
      [ ${#COMPREPLY[@]} -eq 0 ] || printf '%s\\n' "${COMPREPLY[@]}"
      """
    var program = Program(
      "/bin/bash",
      [
        "--norc", "--noprofile", "-c", script, "bash",
        "\(Program.packageDirectory)/completions/ipctool.bash", line,
        // Readline begins the word behind the break.
        word.allSatisfy(breaks.contains) ? "" : word,
      ] + words)
    program.environment = shell("").environment
    let output = try program.run()
    #expect(output.errorText == "")
    return Set(output.lines)
  }

  /// `offers` without the objects of the whole machine, which come and go.
  private func own(_ offers: some Sequence<String>, _ line: Line) -> Set<String> {
    let word = line.text.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
    // bash leaves out what stands before the last colon.
    guard !word.contains(":") else { return Set(offers) }
    return Set(
      offers.filter { offer in
        let kind = offer.prefix { $0 != ":" }
        return kind.count == offer.count || sandboxKinds.contains(String(kind))
      })
  }

  @Test(arguments: lines)
  func completesInBash(_ line: Line) throws {
    try withSandbox {
      try makeObjects()
      let word = line.text.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
      let kept = word.lastIndex(of: ":").map { word[...$0].count } ?? 0
      let expected = Set(line.offers.map { String($0.dropFirst(kept)) })
      #expect(try own(bash(line.text), line) == expected)
      let loading = "source /usr/share/bash-completion/bash_completion"
      #expect(try own(bash(line.text, loading: loading), line) == expected)
    }
  }

  @Test func completesProcessesInBash() throws {
    try withSandbox {
      let holder = try Program.fixture("pipe").start()
      _ = try holder.readLine()
      for line in ["ipctool ps", "ipctool ls --pid"] {
        #expect(try bash("\(line) \(holder.pid)").contains(String(holder.pid)))
      }
      _ = try holder.finish()
    }
  }

  /// The values of `--option=value`, where bash breaks the word.
  @Test func completesBehindAnEqualsSignInBash() throws {
    try withSandbox {
      try makeObjects()
      #expect(try bash("ipctool ls --color=") == ["auto", "always", "never"])
      #expect(try bash("ipctool ls --color=al") == ["always"])
      #expect(try bash("ipctool ls --sort=-capacity") == ["-capacity_bytes"])
    }
  }

  @Test(arguments: lines)
  func completesInFish(_ line: Line) throws {
    try withSandbox {
      try makeObjects()
      var program = Program(
        "/usr/bin/env",
        [
          "fish", "--no-config", "-c", "source $argv[1]; complete -C $argv[2]",
          "\(Program.packageDirectory)/completions/ipctool.fish", line.text,
        ])
      program.environment = shell("").environment
      let output = try program.run()
      #expect(output.errorText == "")
      let words = output.lines.map { String($0.prefix { $0 != "\t" }) }
      #expect(own(words, line) == line.offers)
    }
  }

  /// What processes hold is offered to those commands that take it.
  @Test func offersWhatProcessesHold() throws {
    try withSandbox {
      let objects = try HeldObjects()
      for (name, address) in objects.addresses {
        let kind = address.prefix { $0 != ":" } + ":"
        for typed in ["\(kind)", String(address.dropLast(2))] {
          let kept = typed.lastIndex(of: ":").map { typed[...$0].count } ?? 0
          let offers = try bash("ipctool show \(typed)")
          // Other tests may hold thousands at this moment.
          #expect(
            offers.contains(String(address.dropFirst(kept))) || offers.count == 1000,
            "\(name): \(typed) of \(address): \(offers.count)")
        }
        // What ends with the processes of others is not removed.
        if !["fifo:", "map:"].contains(kind) {
          let removable = try bash("ipctool rm \(address)")
          #expect(removable == [], "\(address)")
        }
      }
      try objects.end()
      try withHeld("pipe") { pipe in
        let removable = try bash("ipctool rm \(pipe)")
        #expect(removable == [String(pipe.dropFirst("pipe:".count))])
      }
    }
  }

  /// zsh ends a word of `_describe` at the first colon without a backslash.
  @Test func speaksEveryShellsLanguage() throws {
    try withSandbox {
      _ = try create("msg")
      for (name, expected) in [
        ("bash", "msg:0"), ("zsh", "msg\\:0:System V message queue"),
        ("fish", "msg:0\tSystem V message queue"),
      ] {
        var program = Program.ipctool(
          "---completion", "show", "--", "positional@0", "2", "4", "ipctool", "show", "msg:")
        program.environment = ["SAP_SHELL": name]
        #expect(try run(program).lines.first == expected)
      }
    }
  }

  /// Nothing is written into the line that is being typed, whatever goes wrong.
  @Test func isSilentWithoutAMechanism() throws {
    try withSandbox {
      _ = try create("msg")
      try run(Program.system("umount", "/dev/shm"))
      try run(Program.system("mount", "-t", "tmpfs", "none", "/dev"))
      let output = try Program.ipctool(
        "---completion", "show", "--", "positional@0", "2", "1", "ipctool", "show", "m"
      ).run()
      #expect(output.status == 0)
      #expect(output.errorText == "")
      // Mapped files and memory files of the whole machine are offered as well.
      let own = output.lines.filter { line in sandboxKinds.contains { line.hasPrefix("\($0):") } }
      #expect(own == ["msg:0"])
    }
  }

  /// A shell takes seconds over more, and nobody reads them.
  @Test func offersNoMoreThanAThousand() throws {
    try withSandbox {
      try run(
        Program.python("for n in range(1200): open('/dev/shm/object-%d' % n, 'w').close()"))
      let output = try ipctool(
        "---completion", "show", "--", "positional@0", "2", "0", "ipctool", "show", "")
      #expect(output.lines.count == 1000)
    }
  }
}
