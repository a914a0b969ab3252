internal import IPCSnapshot
internal import LinuxIPC

/// Memory that no name leads to: only those see it who hold it, and nobody finds it with ls(1) or df(1).
enum DeletedMemoryRule: DoctorRule {
  static let name = "deleted-memory"
  static let help = "a memfd or a deleted mapped file keeps over --min-bytes"
  static let worst = DoctorFinding.Severity.warning
  static let kinds: [any Mechanism.Type] = [MemoryFile.self, FileMapping.self]
  static let needs: Examination.Needs = .holders
  static let details: Details = .fill

  static func findings(_ machine: Examination) -> [DoctorFinding] {
    let memory = machine.snapshot.objects(of: MemoryFile.self).map { file in
      finding(machine, file, MemoryFile.self, file.file?.allocatedBytes)
    }
    // Memory that never had a file has a life of its own: its processes' own.
    let deleted = machine.snapshot.objects(of: FileMapping.self).filter { $0.file?.links == 0 }
    return memory.compactMap(\.self)
      + deleted.filter { $0.text != nil }.compactMap { file in
        finding(machine, file, FileMapping.self, file.file?.allocatedBytes)
      }
  }

  private static func finding<Kind: Mechanism>(
    _ machine: Examination, _ object: Kind.Object, _ kind: Kind.Type, _ bytes: UInt64?
  ) -> DoctorFinding? {
    guard let bytes, bytes > machine.thresholds.bytes else { return nil }
    let holders = machine.snapshot.holders(of: object, as: kind) ?? []
    return DoctorFinding(
      .warning, machine.address(of: object, kind),
      "it has no name, and lives as long as somebody holds it",
      evidence: [Counted.words(bytes, "byte")]
        + Set(holders.map(\.pid)).sorted().prefix(8).map { "process \($0) holds it" })
  }
}
