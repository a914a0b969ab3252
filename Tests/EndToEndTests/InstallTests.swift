import Support
import Testing

/// `make install` and `make uninstall`.
struct InstallTests {
  /// A shell script in the package's directory, with an empty directory `$root` that goes with it, and
  /// `install PREFIX`, which has no compiler at hand.
  private func inScratch(_ script: String) throws -> Program.Output {
    let frame = """
      set -e
      cd "$1"
      root=$(mktemp -d)
      trap 'rm -rf "$root"' EXIT
      run() { make --silent SWIFT=/nowhere/swift DESTDIR="$root" BINARY="$2" PREFIX="$3" "$1"; }
      program=$2
      \(script)
      """
    return try Program(
      "/bin/sh", ["-c", frame, "sh", Program.packageDirectory, Program.ipctool().path]
    ).run()
  }

  @Test(arguments: [("/usr/local", "site-functions"), ("/usr", "vendor-completions")])
  func putsEverythingWhereDebianLooks(_ prefix: String, _ zsh: String) throws {
    let output = try inScratch(
      "run install \"$program\" \(prefix); find \"$root\" -type f -printf '%m %P\\n'")
    #expect(output.status == 0, "\(output.errorText)")
    let files = Set(output.lines)
    let start = prefix.dropFirst()
    for file in [
      "755 \(start)/bin/ipctool", "644 \(start)/share/man/man1/ipctool.1",
      "644 \(start)/share/man/man1/ipctool-ls.1",
      "644 \(start)/share/bash-completion/completions/ipctool",
      "644 \(start)/share/zsh/\(zsh)/_ipctool",
      "644 \(start)/share/fish/vendor_completions.d/ipctool.fish",
      "644 \(start)/share/ipctool/schemas/ls.schema.json",
    ] {
      #expect(files.contains(file), "\(file)")
    }
  }

  /// What was installed works: the program, its page, and what bash loads by the name of the command.
  @Test func worksWhereItIsInstalled() throws {
    let output = try inScratch(
      """
      run install "$program" /usr/local
      "$root/usr/local/bin/ipctool" --version
      mandoc -T ascii "$root/usr/local/share/man/man1/ipctool-recv.1" | col -b | grep -c -i 'ipctool-recv'
      XDG_DATA_DIRS="$root/usr/local/share" bash --norc --noprofile -c '
        source /usr/share/bash-completion/bash_completion
        _completion_loader ipctool
        complete -p ipctool'
      """)
    #expect(output.status == 0, "\(output.errorText)")
    try #require(output.lines.count == 3)
    #expect(try output.lines[0] == ipctool("--version").lines[0])
    #expect(output.lines[1] != "0")
    #expect(output.lines[2] == "complete -F __ipctool_whole_words ipctool")
  }

  /// Nothing stays, and nothing of others goes.
  @Test func takesAwayWhatItPut() throws {
    let output = try inScratch(
      """
      mkdir -p "$root/usr/local/share/man/man1"
      echo other >"$root/usr/local/share/man/man1/other.1"
      run install "$program" /usr/local
      run uninstall "$program" /usr/local
      run uninstall "$program" /usr/local
      find "$root" -type f -printf '%P\\n'
      find "$root" -type d -name 'ipctool*'
      """)
    #expect(output.status == 0, "\(output.errorText)")
    #expect(output.errorText == "")
    #expect(output.lines == ["usr/local/share/man/man1/other.1"])
  }

  /// Permitted and not effective; and only where it is installed to be executed.
  @Test func setsCapabilities() throws {
    let output = try inScratch(
      """
      make --silent BINARY="$program" PREFIX="$root" SETCAP=1 install
      getcap "$root/bin/ipctool"
      chmod 755 "$root"
      setpriv --reuid=65534 --regid=65534 --clear-groups "$root/bin/ipctool" ps $$ --no-header | wc -l
      make --silent BINARY="$program" PREFIX="$root" install
      getcap "$root/bin/ipctool"
      """)
    #expect(output.status == 0, "\(output.errorText)")
    let lines = output.lines
    try #require(lines.count == 4, "\(lines)")
    #expect(lines[0].hasPrefix("whoever executes /") && lines[0].contains("cap_sys_ptrace"))
    #expect(lines[1].hasPrefix("'setcap -r /"))
    #expect(lines[2].hasSuffix("/bin/ipctool cap_dac_read_search,cap_sys_ptrace=p"))
    #expect(try #require(Int(lines[3])) > 0)

    let refused = try inScratch(
      """
      make --silent BINARY="$program" DESTDIR="$root" SETCAP=1 install || find "$root" -type f
      """)
    #expect(refused.errorText.contains("SETCAP=1 excludes DESTDIR"))
    #expect(refused.text == "")
  }

  @Test func saysThatTheProgramIsMissing() throws {
    let output = try inScratch("run install /nowhere/ipctool /usr/local")
    #expect(output.status != 0)
    #expect(output.errorText.contains("there is no /nowhere/ipctool: 'make release' builds it"))
  }
}
