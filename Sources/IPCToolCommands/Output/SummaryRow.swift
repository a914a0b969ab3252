internal import IPCSnapshot
internal import LinuxIPC
internal import Tabulate

/// What the summary says of one mechanism.
struct SummaryRow: Sendable {
  private let kind: String
  private let objects: UInt64
  private var bytes: UInt64 = 0
  private var capacity: UInt64 = 0
  private var fullest: (address: String, fraction: Double)?
  private let nearest: Limit?

  init(_ mechanism: any Presented.Type, _ snapshot: Snapshot, _ context: Context) {
    self.init(of: mechanism, snapshot, context)
  }

  private init<Kind: Presented>(of kind: Kind.Type, _ snapshot: Snapshot, _ context: Context) {
    self.kind = Kind.keyword
    let population = snapshot.objects(of: kind)
    objects = UInt64(population.count)
    nearest = (try? Kind.limits(in: context))?.max {
      ($0.fraction ?? 0) < ($1.fraction ?? 0)
    }
    for object in population {
      // Any user may make a segment of nearly 2^63 bytes: sums stop at the largest number.
      bytes = bytes.saturatingSum(object.fill.bytes ?? 0)
      capacity = capacity.saturatingSum(object.fill.capacityBytes ?? 0)
      if let fraction = object.fill.fraction, fraction > fullest?.fraction ?? 0 {
        fullest = (Kind.address(object.name), fraction)
      }
    }
  }

  static let columns: [Column<SummaryRow>] = [
    Column(heading: .kind) { .text($0.kind) },
    Column(
      heading: Heading(
        name: "objects", title: "OBJECTS", help: "how many there are", alignment: .right)
    ) { .count($0.objects) },
    Column(heading: .bytes) { .bytes($0.bytes) },
    Column(heading: .capacityBytes) { .bytes($0.capacity) },
    Column(
      heading: Heading(name: "fullest", title: "FULLEST", help: "the object with the least room")
    ) { row in
      guard let fullest = row.fullest else { return .absent }
      return percentage(fullest.address, fullest.fraction)
    },
    Column(
      heading: Heading(
        name: "nearest_limit", title: "NEAREST LIMIT", help: "the limit of which most is used")
    ) { row in
      guard let limit = row.nearest, let fraction = limit.fraction else { return .absent }
      return percentage("\(limit.name), \(limit.setting)", fraction)
    },
  ]

  /// A name with whole percent before it; from 80 on a warning, from 95 critical.
  private static func percentage(_ name: String, _ fraction: Double) -> Cell {
    let percent = Int(exactly: (fraction * 100).rounded(.down)) ?? .max
    return .status(
      "\(percent)% \(name)", fraction >= 0.95 ? .critical : fraction >= 0.8 ? .warning : .normal)
  }
}
