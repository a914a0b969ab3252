internal import IPCSnapshot
internal import LinuxIPC
internal import Tabulate

/// What the summary says of one mechanism.
struct SummaryRow: Sendable {
  private let kind: String
  private let objects: UInt64
  /// nil when that of one object is not known, and of counters.
  private var bytes: UInt64?
  private var capacity: UInt64?
  private var fullest: (address: String, fraction: Double)?
  private let nearest: Limit?

  init(_ mechanism: any Presented.Type, _ snapshot: Snapshot, _ context: Context) {
    self.init(of: mechanism, snapshot, context)
  }

  private init<Kind: Presented>(of kind: Kind.Type, _ snapshot: Snapshot, _ context: Context) {
    self.kind = Kind.keyword
    let population = snapshot.objects(of: kind)
    objects = UInt64(population.count)
    if Kind.unit != .counter { (bytes, capacity) = (0, 0) }
    let limits = try? (kind as? any Limited.Type)?.limits(in: context)
    // One of which it is not known what is used may be near or far.
    nearest = limits?.filter { $0.fraction != nil }
      .max { ($0.fraction ?? 0) < ($1.fraction ?? 0) }
    for object in population {
      if Self.mayHoldBytes(object, Kind.unit) {
        bytes = Self.sum(bytes, object.fill.bytes)
        capacity = Self.sum(capacity, object.fill.capacityBytes)
      }
      if let fraction = object.fill.fraction, fraction > fullest?.fraction ?? 0 {
        fullest = (Kind.address(of: object), fraction)
      }
    }
    // Of what has no bound of its own none is told.
    let isBounded = population.isEmpty || population.contains { $0.fill.capacityBytes != nil }
    if !isBounded { capacity = nil }
  }

  /// Whether bytes that are not known may be in an object: not in a listener, where connections wait, nor in
  /// a file that is no memory of the kind.
  private static func mayHoldBytes(_ object: some IPCObject, _ unit: DataUnit) -> Bool {
    switch unit {
    case .stream, .message:
      object.fill.bytes != nil || (object as? any Peered)?.isListening != true
    case .memory: object.fill.bytes != nil || object.fill.capacityBytes != nil
    case .counter: false
    }
  }

  /// nil as soon as one part is not known: a sum of the others would pass for all. Any user may make a
  /// segment of nearly 2^63 bytes, so that sums stop at the largest number.
  private static func sum(_ sum: UInt64?, _ part: UInt64?) -> UInt64? {
    guard let sum, let part else { return nil }
    return sum.saturatingSum(part)
  }

  static let columns: [Column<SummaryRow>] = [
    Column(heading: .kind) { .text($0.kind) },
    Column(
      heading: Heading(
        name: "objects", title: "COUNT", help: "how many there are", shape: .count,
        alignment: .right)
    ) { .count($0.objects) },
    Column(heading: .bytes) { $0.bytes.map { .bytes($0) } ?? .absent },
    Column(heading: .capacityBytes) { $0.capacity.map { .bytes($0) } ?? .absent },
    Column(
      heading: Heading(
        name: "fullest_percent", title: "FULL", help: "how full the fullest object is",
        shape: .percent,
        alignment: .right)
    ) { $0.fullest.map { .percent($0.fraction.wholePercent) } ?? .absent },
    Column(
      heading: Heading(
        name: "fullest", title: "FULLEST", help: "the object with the least room", isWhole: true)
    ) { $0.fullest.map { .text($0.address) } ?? .absent },
    Column(
      heading: Heading(
        name: "nearest_limit_percent", title: "USED",
        help: "how much of the nearest limit is used", shape: .percent, alignment: .right)
    ) { $0.nearest?.percent.map { .percent($0) } ?? .absent },
    Column(
      heading: Heading(
        name: "nearest_limit", title: "LIMIT", help: "the limit of which most is used")
    ) { $0.nearest.map { .text($0.name) } ?? .absent },
    Column(
      heading: Heading(
        name: "nearest_limit_setting", title: "SETTING", help: "what raises that limit")
    ) { $0.nearest.map { .text($0.setting) } ?? .absent },
  ]
}
