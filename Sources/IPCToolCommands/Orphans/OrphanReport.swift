internal import IPCDiagnosis
internal import LinuxIPC
internal import Tabulate

/// What `rm --orphaned` tells of what it found.
struct OrphanReport {
  let search: OrphanSearch
  let looking: Looking

  /// The objects that are to go.
  func write(_ output: OutputOptions) throws(IPCError) {
    try StandardOutput.writing { () throws(OutputError) in
      let columns =
        output.isMachineReadable
        ? OrphanColumns.all
        : OrphanColumns.all.filter { OrphanColumns.usual.contains($0.heading.name) }
      let headings = columns.map(\.heading)
      var writer = try RowWriter(output, array: .objects, headings: headings, narrowing: .wrap)
      for orphan in search.orphans {
        let row = OrphanColumns.Row(orphan: orphan, looking: looking)
        try writer.add(
          headings, columns.map { output.isMachineReadable ? $0.value(row) : $0.brief(row) })
      }
      try writer.end(search.coverage)
    }
  }

  /// What nobody uses, and stays: why, and how many.
  func reportKept() {
    var unrecorded: [String] = []
    var kept: [(words: String, count: Int)] = []
    for object in search.objects {
      switch object.abandonment {
      case .unrecorded: unrecorded.append(object.address)
      case .expected(let process, let claim):
        let words = words(process, claim)
        if let known = kept.firstIndex(where: { $0.words == words }) {
          kept[known].count += 1
        } else {
          kept.append((words, 1))
        }
      case .forgotten, .used, .untold: break
      }
    }
    for (words, count) in kept.prefix(Self.most) { Diagnostics.write("kept \(count): \(words)") }
    let rest = kept.dropFirst(Self.most).reduce(0) { $0 + $1.count }
    if rest > 0 { Diagnostics.write("kept \(rest) more because of other processes") }
    if unrecorded.isEmpty { return }
    let addresses = unrecorded.prefix(Self.most).joined(separator: ", ")
    let others = unrecorded.count > Self.most ? " and others" : ""
    Diagnostics.write(
      "kept \(unrecorded.count) that nobody is recorded to have used: \(addresses)\(others)")
  }

  /// Why each object stays that was named, and does not go.
  func reportKept(of named: NamedOrphans) {
    var rest = named.addresses
    for object in search.objects {
      rest[object.identity] = nil
      if let reason = object.abandonment.advocate(words) {
        Diagnostics.write("kept \(object.address): \(reason)")
      }
    }
    for (object, address) in rest.sorted(by: { $0.value < $1.value }) {
      Diagnostics.write(
        named.mayBeThere(object)
          ? "kept \(address): it could not be looked at" : "\(address) has gone meanwhile")
    }
  }

  /// Of how many processes is told.
  private static let most = 8

  private func words(_ process: LivingProcess, _ claim: Abandonment.Claim) -> String {
    let name = "process \(process.pid) (\(RawArgument.encode(process.command)))"
    switch claim {
    case .descendant(let pid): return "\(name) is a descendant of \(pid), which used them"
    case .user(let uid): return "\(name) of user \(user(uid)) is older and may have made them"
    case .heir(let uid):
      return "\(name) of user \(user(uid)) may descend from who made them: an init has it"
    case .patron(let uid):
      return
        "\(name) is older and may have made them for user \(user(uid)), of whom it has processes"
    }
  }

  private func user(_ uid: UInt32) -> String { RawArgument.encode(looking.users.name(uid)) }
}
