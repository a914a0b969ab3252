import Support

/// The kinds of which a sandbox has no objects but its own. What processes hold, as pipes and mapped
/// files, is found on the whole machine, so that tests that compare whole listings name these kinds.
let sandboxKinds = ["msg", "mqueue", "shm", "posix-shm", "sem", "posix-sem"]

extension String {
  /// Without the lines that tell what could not be seen: a walk over the processes of a machine may
  /// always meet one that it may not look into.
  var withoutCoverage: String {
    // By scalars: in a terminal a line ends with a carriage return as well.
    let lines = unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { String($0) }.filter { !$0.hasPrefix("ipctool: not seen: ") }
      .joined(separator: "\n")
  }
}
