import Support
import Testing

extension Program {
  /// The same program, with all that it starts, where the kernel answers some calls as strace(1) has it.
  func injecting(_ fault: String) -> Program {
    var program = Program.system("strace", "-f", "-qq", "-o", "/dev/null", "-e", "inject=\(fault)")
    program.arguments += [path] + arguments
    return program
  }
}

/// What is left in the sandbox of the calling thread, as the kernel's files tell: System V objects and POSIX
/// ones, processes that run ipctool, private directories.
private func leftovers() throws -> [String] {
  let script = """
    tail -qn +2 /proc/sysvipc/msg /proc/sysvipc/shm /proc/sysvipc/sem
    ls -A /dev/shm
    d=$(mktemp -d) && mount -t mqueue none $d && ls $d && umount $d && rmdir $d
    ls -d "${TMPDIR:-/tmp}"/ipctool-exercise-* 2>/dev/null
    for p in /proc/[0-9]*; do
      [ "$(readlink $p/ns/ipc)" = "$(readlink /proc/self/ns/ipc)" ] || continue
      case "$(readlink $p/exe)" in */ipctool) tr '\\0' ' ' <$p/cmdline; echo ;; esac
    done
    true
    """
  return try run(shell(script)).lines
}

/// Sees that nothing is left, or soon goes: who removes it may outlive what it was made for.
func expectNothingLeft(sourceLocation: SourceLocation = #_sourceLocation) throws {
  var left: [String] = []
  do {
    try wait(for: "everything to go") {
      left = try leftovers()
      return left.isEmpty
    }
  } catch {
    Issue.record("\(left)", sourceLocation: sourceLocation)
  }
}
