import Support
import Testing

/// What differs from one architecture to another is taken from its headers.
struct ArchitectureTests {
  private static let sources = "\(Program.packageDirectory)/Sources/CLinuxIPC"
  private static let samples = "\(Program.packageDirectory)/Tests/Architectures"
  private static let headers = "/usr/include/x86_64-linux-gnu"
  /// Of Debian's cross compiler.
  private static let foreignHeaders = "/usr/aarch64-linux-gnu/include"

  private static func compile(with compiler: String, _ file: String) throws {
    let output = try Program.system(
      compiler, "-std=gnu17", "-Wall", "-Wextra", "-Werror", "-I\(sources)/include", "-c", file,
      "-o", "/dev/null"
    ).run()
    #expect(output.status == 0, "\(output.errorText)")
  }

  @Test func compilesForOtherArchitectures() throws {
    let files = try Program.system("ls", Self.sources).run().lines.filter { $0.hasSuffix(".c") }
    #expect(files.count > 10)
    for file in files {
      try Self.compile(with: "aarch64-linux-gnu-gcc", "\(Self.sources)/\(file)")
    }
  }

  @Test(arguments: ["gcc", "aarch64-linux-gnu-gcc"])
  func decodesMemoryByTheRightPlaces(_ compiler: String) throws {
    try Self.compile(with: compiler, "\(Self.samples)/layouts.c")
  }

  private struct Call: Hashable {
    let number: String
    let name: String
    let form: String
    let mask: String

    init(_ line: String) throws {
      let words = line.split(separator: " ").map(String.init)
      try #require(words.count == 4)
      (number, name, form, mask) = (words[0], words[1], words[2], words[3])
    }
  }

  /// The table with the numbers of an architecture, as a program for this one prints it.
  ///
  /// - Parameter headers: Where the <asm/unistd.h> of the architecture is.
  private func calls(headers: String) throws -> [Call] {
    let script = """
      set -e
      directory=$(mktemp -d)
      trap 'rm -rf "$directory"' EXIT
      mkdir "$directory/asm"
      cp "$1"/asm/unistd*.h "$directory/asm"
      gcc -I"$directory" -I"$2/include" "$2/calls.c" "$3/call-table.c" -o "$directory/table"
      "$directory/table"
      """
    let output = try Program(
      "/bin/sh", ["-c", script, "sh", headers, Self.sources, Self.samples]
    ).run()
    try #require(output.status == 0, "\(output.errorText)")
    return try output.lines.map { try Call($0) }
  }

  /// libseccomp keeps a table of its own of each architecture.
  @Test(arguments: [("x86_64", headers), ("aarch64", foreignHeaders)])
  func numbersCallsAsTheKernelDoes(_ architecture: String, _ headers: String) throws {
    let calls = try calls(headers: headers)
    #expect(calls.count > 50)
    for call in calls {
      let name = try Program.system("scmp_sys_resolver", "-a", architecture, call.number).run()
      #expect(name.lines == [call.name], "\(architecture) \(call.number)")
    }
  }

  /// A call of both waits for the same on both; those that aarch64 lacks have successors there.
  @Test func knowsTheSameCallsEverywhere() throws {
    let ours = try calls(headers: Self.headers)
    let theirs = Dictionary(
      uniqueKeysWithValues: try calls(headers: Self.foreignHeaders).map { ($0.name, $0) })
    var missing: Set<String> = []
    for call in ours {
      guard let other = theirs[call.name] else {
        missing.insert(call.name)
        continue
      }
      #expect(other.form == call.form && other.mask == call.mask, "\(call.name)")
    }
    #expect(missing == ["creat", "epoll_wait", "open", "pause", "poll", "select", "vfork"])
    #expect(theirs.count == ours.count - missing.count)
  }
}
