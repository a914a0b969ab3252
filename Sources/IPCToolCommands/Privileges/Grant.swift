internal import LinuxIPC

/// What somebody with the right to do so could give to the file of this program, and what it would show.
struct Grant: Sendable {
  /// What is seen with it, in words.
  let shows: String
  let capabilities: [Capability]
  /// For a shell.
  let command: [UInt8]

  /// What is worth to be granted here: more than the file has, and no more than anybody can have.
  static func all(for privileges: Privileges) -> [Grant] {
    guard let path = privileges.executable.path else { return [] }
    let steps: [(String, [Capability])] = [
      ("what others' processes hold", Capability.sight),
      ("all that can be seen", Capability.allCases.filter { $0.shows != nil }),
    ]
    var known = privileges.executable.countingCapabilities
    return steps.compactMap { shows, wanted in
      let capabilities = wanted.filter { privileges.bounding.contains($0) }
      guard !known.isSuperset(of: capabilities) else { return nil }
      known.formUnion(capabilities)
      return Grant(
        shows: shows, capabilities: capabilities,
        command: Array("setcap \(list(capabilities))+p ".utf8) + ShellWord.quoted(path))
    }
  }

  /// As setcap(8) reads them.
  static func list(_ capabilities: [Capability]) -> String {
    capabilities.map { $0.name.lowercased() }.joined(separator: ",")
  }

  /// Why it would have no effect for who runs this program now, or not all of it: a line each.
  static func obstacles(for privileges: Privileges) -> [String] {
    var lines: [String] = []
    let file = privileges.executable
    if privileges.hasNoNewPrivileges {
      lines.append(
        LentCapabilities.areLent
          ? "no_new_privs is set for this process: its file lends no more than who executed it had"
          : "no_new_privs is set for this process: whatever its file has, it lends nothing"
            + (file.capabilities.isEmpty
              ? "" : " (it has \(list(Capability.allCases.filter(file.capabilities.contains))))"))
    }
    if file.hasLostItsPath {
      lines.append(
        "its file was removed or replaced since it was started: nothing can be granted to it")
    }
    if let uid = file.foreignRoot {
      lines.append("its file's capabilities count only where uid \(uid) is root")
    }
    if file.isOnNosuidMount {
      lines.append("the file lies on a mount with nosuid: it lends nothing there")
    }
    if privileges.isInUserNamespace {
      lines.append(
        "this is a user namespace: what is lent here counts for what belongs to it, not for the machine"
      )
    }
    let missing = Capability.allCases.filter {
      $0.shows != nil && !privileges.bounding.contains($0)
    }
    if !missing.isEmpty {
      lines.append("not in the bounding set, so that nothing gives it here: \(list(missing))")
    }
    if file.isEffective, file.foreignRoot == nil {
      lines.append(
        "the file has them effective (+ep): who may not have all of them cannot execute it (EPERM)")
    }
    if file.isSetID {
      lines.append(
        "what the set-user-ID or set-group-ID bit of the file gives is given up at the start: take it away"
      )
    }
    return lines
  }
}
