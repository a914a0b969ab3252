import Glibc
import Support

extension Program {
  /// The same program where the kernel refuses some system calls with EPERM or ENOSYS, seccomp(2), as service
  /// managers and containers have it.
  ///
  /// - Parameter calls: Their names, each with `:` and a number where only those are refused whose first argument
  ///   that is.
  func refusing(_ calls: String...) -> Program { refusing(calls, with: EPERM) }

  func refusing(_ calls: [String], with error: Int32) -> Program {
    filtering(calls, UInt32(0x0005_0000) | UInt32(error))  // SECCOMP_RET_ERRNO
  }

  /// The same program that the kernel kills (SIGSYS) when it makes one of some system calls.
  func killed(by calls: String...) -> Program {
    filtering(calls, 0x8000_0000)  // SECCOMP_RET_KILL_PROCESS
  }

  private func filtering(_ calls: [String], _ answer: UInt32) -> Program {
    let script = """
      import ctypes, os, struct, sys
      c = ctypes.CDLL(None)
      numbers = {
          "x86_64": {"socket": 41, "setsid": 112, "unlinkat": 263, "pipe2": 293, "memfd_create": 319,
                     "splice": 275, "sendfile": 40},
          "aarch64": {"socket": 198, "setsid": 157, "unlinkat": 35, "pipe2": 59, "memfd_create": 279,
                      "splice": 76, "sendfile": 71}
      }[os.uname().machine]
      numbers |= {"pidfd_send_signal": 424, "pidfd_open": 434, "close_range": 436, "pidfd_getfd": 438}
      load, jump, end = 0x20, 0x15, 0x06
      lines = []
      for call in sys.argv[1].split():
          name, _, argument = call.partition(":")
          lines.append((load, 0, 0, 0))
          lines.append((jump, 0, 3 if argument else 1, numbers[name]))
          if argument: lines += [(load, 0, 0, 16), (jump, 0, 1, int(argument))]
          lines.append((end, 0, 0, int(sys.argv[2])))
      lines.append((end, 0, 0, 0x7fff0000))
      code = b"".join(struct.pack("=HBBI", *line) for line in lines)
      buffer = ctypes.create_string_buffer(code)
      program = struct.pack("=HxxxxxxQ", len(code) // 8, ctypes.addressof(buffer))
      assert c.prctl(38, 1, 0, 0, 0) == 0 and c.prctl(22, 2, program, 0, 0) == 0
      os.execv(sys.argv[3], sys.argv[3:])
      """
    var program = Program.python(script, calls.joined(separator: " "), String(answer), path)
    program.arguments += arguments
    return program
  }
}
