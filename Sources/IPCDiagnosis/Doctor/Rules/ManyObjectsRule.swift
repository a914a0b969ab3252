internal import IPCSnapshot
internal import LinuxIPC

/// A user who makes more and more objects: they outlive their makers, so that a leak fills the tables of all.
enum ManyObjectsRule: DoctorRule {
  static let name = "many-objects"
  static let help = "one user made more than --max-objects objects of one kind"
  static let worst = DoctorFinding.Severity.warning
  static let kinds: [any Mechanism.Type] = [
    SysVMessageQueue.self, SysVSharedMemory.self, SysVSemaphore.self, POSIXMessageQueue.self,
    POSIXSharedMemory.self, POSIXSemaphore.self,
  ]

  static func findings(_ machine: Examination) -> [DoctorFinding] { examine(machine).findings }
  static func gaps(_ machine: Examination) -> Coverage { examine(machine).gaps }

  static func examine(_ machine: Examination) -> (findings: [DoctorFinding], gaps: Coverage) {
    var findings: [DoctorFinding] = []
    var gaps = Coverage()
    for kind in kinds {
      let counts = counts(machine, kind).sorted {
        ($0.key.place, $0.key.uid) < ($1.key.place, $1.key.uid)
      }
      for (table, count) in counts {
        if table.uid == machine.strangers {
          // In a user namespace all those have one number whom it does not know: one of them may have made as many.
          gaps.hide(
            "objects of users who are not told apart", count: count,
            needs: "a user namespace with all users")
        } else {
          findings.append(finding(machine, kind, table, count))
        }
      }
    }
    return (findings, gaps)
  }

  private struct Table: Hashable {
    let place: String
    let uid: UInt32
  }

  /// How many objects there are of whom, where they are too many.
  private static func counts<Kind: Mechanism>(
    _ machine: Examination, _ kind: Kind.Type
  ) -> [Table: UInt64] {
    var counts: [Table: UInt64] = [:]
    for case let object as any Permitted in machine.snapshot.objects(of: kind) {
      // Each namespace has a table of its own to be filled.
      let place = object.elsewhere?.text ?? ""
      counts[Table(place: place, uid: object.creatorUID), default: 0] += 1
    }
    return counts.filter { $0.value > machine.thresholds.objects }
  }

  private static func finding(
    _ machine: Examination, _ kind: any Mechanism.Type, _ table: Table, _ count: UInt64
  ) -> DoctorFinding {
    DoctorFinding(
      .warning, nil, "user \(table.uid) made \(Counted.words(count, "\(kind.keyword) object"))",
      evidence: ["more than \(machine.thresholds.objects)"]
        + (table.place.isEmpty ? [] : ["in the namespace \(table.place)"]))
  }
}
