package import IPCSnapshot
package import LinuxIPC

/// What the doctor has seen: plain values, of which rules look at what they need.
package struct Examination: Sendable {
  /// What a rule looks at, besides the objects.
  package struct Needs: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// Who holds objects, and how full they are.
    package static let holders = Needs(rawValue: 1 << 0)
    /// Who waits for whom: `Examination.diagnosis`.
    package static let waits = Needs(rawValue: 1 << 1)
    package static let limits = Needs(rawValue: 1 << 2)
    package static let socketFiles = Needs(rawValue: 1 << 3)
    /// Who is alive that may come back to an object.
    package static let users = Needs(rawValue: 1 << 4)
    package static let hugePages = Needs(rawValue: 1 << 5)
  }

  /// From where on something is worth to be told.
  package struct Thresholds: Sendable {
    /// Objects of one kind that one user made.
    package var objects: UInt64 = 100
    /// Of a limit, in percent.
    package var warningPercent: UInt64 = 80
    package var criticalPercent: UInt64 = 95
    /// Memory that nobody uses, or that is kept by who holds it alone, in bytes.
    package var bytes: UInt64 = 100 << 20

    package init() {}
  }

  package let snapshot: Snapshot
  package var thresholds = Thresholds()
  package var diagnosis: Diagnosis?
  package var limits: [LimitReport.Entry] = []
  package var socketFiles: [SocketFiles.Entry] = []
  /// Whether nearly every process may be looked into.
  package var maySeeProcesses = true
  /// Whether the sockets of every network namespace were seen.
  package var seesNetworks = true
  /// Whether /dev/mqueue shows the queues.
  package var hasQueueDirectory = true
  /// Whether file systems may be mounted.
  package var mayMount = true
  /// The devices of the file systems that are mounted in the mount namespaces that were looked into; nil where that is
  /// not known of each.
  package var mountedDevices: Set<UInt64>?
  /// How many huge pages of each size are promised and not touched yet; nil where that is not known.
  package var reservedHugePages: [UInt64: UInt64]? = [:]
  /// The number that stands for several users, of whom nothing else is known; nil where there is none.
  package var strangers: UInt32?
  /// Who is left of those whom the kernel recorded.
  package var survivors = Survivors()
  /// Whether a socket is bound to the file at a path, whoever has it; nil where that cannot be asked.
  package var isBound: @Sendable ([UInt8]) -> Bool? = { try? SocketFile.isBound($0) }
  /// Whether a process is one of those that are examined.
  package var concerns: @Sendable (Int32) -> Bool = { _ in true }
  /// The file that a path leads to for a process; nil for none, and where that cannot be told.
  package var fileSeenBy: @Sendable (Int32, [UInt8]) -> FileStatus? = { pid, path in
    PathSight.file(at: path, seenBy: pid)
  }
  /// Whether every user may search the directories that lead to a path; nil where that cannot be told.
  package var maySearch: @Sendable ([UInt8]) -> Bool? = { PathSight.isOpenToAll($0) }

  /// Where it was seen.
  let context: Context

  package init(_ snapshot: Snapshot, in context: Context) {
    self.snapshot = snapshot
    self.context = context
  }

  /// Whether anybody is left who made an object that nobody holds or waits at, or who may come back to it.
  func abandonment<Kind: Forgettable>(
    of object: Kind.Object, _ kind: Kind.Type
  ) -> Abandonment {
    Abandonment(of: kind.traces(of: object, in: context), among: survivors)
  }
}
