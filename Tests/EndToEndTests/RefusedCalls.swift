import Support

extension Program {
  /// The same program where the kernel refuses some system calls with EPERM, seccomp(2), as service managers and
  /// containers have it.
  ///
  /// - Parameter calls: Their names, each with `:` and a number where only those are refused whose first argument
  ///   that is.
  func refusing(_ calls: String...) -> Program {
    let script = """
      import ctypes, os, struct, sys
      c = ctypes.CDLL(None)
      numbers = {
          "x86_64": {"socket": 41, "pipe2": 293, "memfd_create": 319,
                     "splice": 275, "sendfile": 40},
          "aarch64": {"socket": 198, "pipe2": 59, "memfd_create": 279,
                      "splice": 76, "sendfile": 71}}[os.uname().machine]
      load, jump, end = 0x20, 0x15, 0x06
      lines = []
      for call in sys.argv[1].split():
          name, _, argument = call.partition(":")
          lines.append((load, 0, 0, 0))
          lines.append((jump, 0, 3 if argument else 1, numbers[name]))
          if argument: lines += [(load, 0, 0, 16), (jump, 0, 1, int(argument))]
          lines.append((end, 0, 0, 0x00050001))
      lines.append((end, 0, 0, 0x7fff0000))
      code = b"".join(struct.pack("=HBBI", *line) for line in lines)
      buffer = ctypes.create_string_buffer(code)
      program = struct.pack("=HxxxxxxQ", len(code) // 8, ctypes.addressof(buffer))
      assert c.prctl(38, 1, 0, 0, 0) == 0 and c.prctl(22, 2, program, 0, 0) == 0
      os.execv(sys.argv[2], sys.argv[2:])
      """
    var program = Program.python(script, calls.joined(separator: " "), path)
    program.arguments += arguments
    return program
  }
}
