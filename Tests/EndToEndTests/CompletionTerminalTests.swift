import Support
import Testing

/// TAB on a terminal: each shell's own line editor completes a line, which is then run.
struct CompletionTerminalTests {
  /// What is typed before TAB, and the arguments that ipctool is then run with.
  private static let lines = [
    ("ipctool peek ms", "peek msg:0"),
    ("ipctool peek msg:", "peek msg:0"),
    ("ipctool rm msg:0 sh", "rm msg:0 shm:0"),
    ("ipctool show posix-shm:/%24", "show posix-shm:/%24%28id%29%20x"),
    ("ipctool sho", "show"),
    ("ipctool ls posix-sh", "ls posix-shm"),
    ("ipctool ls -o address,us", "ls -o address,user"),
    ("ipctool ls --sort capacity", "ls --sort capacity_bytes"),
    ("ipctool send msg:0 --file /etc/hostn", "send msg:0 --file /etc/hostname"),
  ]

  @Test(arguments: ["bash", "zsh", "fish"])
  func completesWhatIsTyped(_ name: String) throws {
    try withSandbox {
      for address in ["msg", "shm", "posix-shm:/cache", "posix-shm:/%24%28id%29%20x"] {
        _ = try create(address)
      }
      var program = Program.python(
        Self.script, name, Program.packageDirectory + "/completions", Program.ipctool().path)
      program.arguments += Self.lines.map(\.0)
      let ran = try run(program).lines
      #expect(ran == Self.lines.map(\.1))
    }
  }

  /// Starts a shell on a terminal of its own, types each line with TAB and Return behind it, and prints
  /// with what ipctool was run. In place of ipctool stands a script that passes on what completion
  /// asks, and tells what else it was run with.
  private static let script = #"""
    import os, pty, select, sys, tempfile, time

    shell, completions, program, *lines = sys.argv[1:]
    directory = tempfile.mkdtemp()
    def write(name, text):
      with open(os.path.join(directory, name), "w") as file: file.write(text)
      return file.name
    os.chmod(write("ipctool", f'''#!/bin/sh
    [ "$1" = ---completion ] && exec {program} "$@"
    echo "ran<$*>"
    '''), 0o755)
    bash = write("bashrc", f"PS1='ready''> '\nsource {completions}/ipctool.bash\n")
    write(".zshrc", f"PS1='ready''> '\nfpath=({completions} $fpath)\n"
                    "autoload -Uz compinit; compinit -u -D\n")
    fish = f"function fish_prompt; echo 'ready''> '; end; source {completions}/ipctool.fish"
    command = {
      "bash": ["bash", "--noprofile", "--rcfile", bash, "-i"],
      "zsh": ["zsh", "-d", "-i"],
      "fish": ["fish", "--no-config", "-C", fish],
    }[shell]

    pid, terminal = pty.fork()
    if pid == 0:
      os.environ.update(HOME=directory, ZDOTDIR=directory, TERM="dumb", LC_ALL="C.UTF-8")
      os.environ["PATH"] = directory + ":" + os.environ["PATH"]
      os.chdir(directory)
      os.execvp(command[0], command)

    seen = b""
    def read_until(mark):
      global seen
      end = time.monotonic() + 60
      while mark not in seen:
        if not select.select([terminal], [], [], max(0, end - time.monotonic()))[0]:
          sys.exit(f"waited in vain for {mark} in {seen}")
        seen += os.read(terminal, 65536)
      before, seen = seen.split(mark, 1)
      return before

    for line in lines:
      read_until(b"ready> ")
      os.write(terminal, line.encode() + b"\t\r")
      read_until(b"ran<")
      print(read_until(b">").decode().strip())
    read_until(b"ready> ")
    os.write(terminal, b"exit\r")
    # The end of the shell closes its terminal.
    try:
      while os.read(terminal, 65536): pass
    except OSError: pass
    os.waitpid(pid, 0)
    for root, _, names in os.walk(directory, topdown=False):
      for name in names: os.unlink(os.path.join(root, name))
      os.rmdir(root)
    """#
}
