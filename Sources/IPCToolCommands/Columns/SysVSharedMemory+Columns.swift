internal import LinuxIPC
internal import Tabulate

extension SysVSharedMemory: Presented {
  static var ownColumns: [Column<Listed<Object>>] {
    SystemVColumns.columns() + [
      Column(heading: .state, inputs: .knownHolders) { state($0) },
      Column(heading: .attachTime) { .moment($0.object.attachTime) },
      Column(heading: .detachTime) { .moment($0.object.detachTime) },
      Column(heading: .changeTime) { .moment($0.object.changeTime) },
      Column(heading: .lastOperationPID) {
        $0.process($0.object.lastOperationPID, at: operated($0))
      },
      Column(heading: .creatorPID) {
        $0.process($0.object.creatorPID, at: created($0))
      },
      Column(heading: .attached) { .count($0.object.attached) },
      Column(heading: .swappedBytes) { $0.object.swappedBytes.map { .bytes($0) } ?? .absent },
      Column(heading: .destroyed) { .flag($0.object.isDestroyed) },
      Column(heading: .locked) { .flag($0.object.isLocked) },
      Column(heading: .huge, inputs: .knownHolders) { isHuge($0).map { .flag($0) } ?? .absent },
      Column(heading: .processes, inputs: .inspection) { row in
        row.processes([
          Role("creator", row.object.creatorPID, at: created(row)),
          Role("last_operation", row.object.lastOperationPID, at: operated(row)),
        ])
      },
    ]
  }

  static var tableColumns: [String] {
    ["address", "key", "user", "mode", "bytes", "capacity_bytes", "attached", "state"]
  }

  /// Until when it was created at the latest: its attributes may have changed since.
  private static func created(_ row: Listed<Object>) -> Int64 {
    let times = [row.object.changeTime, row.object.attachTime, row.object.detachTime]
    return times.filter { $0 != 0 }.min() ?? 0
  }

  /// When it was last attached or detached.
  private static func operated(_ row: Listed<Object>) -> Int64 {
    max(row.object.attachTime, row.object.detachTime)
  }

  /// The kernel's numbers tell when a page is resident, its mappings always.
  private static func isHuge(_ row: Listed<Object>) -> Bool? {
    row.holders?.contains { $0.isHuge } == true ? true : row.object.isHuge
  }

  /// As ipcs(1) words it, and one word more.
  private static func state(_ row: Listed<Object>) -> Cell {
    let object = row.object
    var words: [String] = []
    if object.isDestroyed { words.append("dest") }
    if object.isLocked { words.append("locked") }
    if isHuge(row) == true { words.append("huge") }
    if words.isEmpty { return .absent }
    return .status(words.joined(separator: ","), object.isDestroyed ? .warning : .notice)
  }
}

extension Heading {
  static let swappedBytes = Heading(
    name: "swapped_bytes", title: "SWAPPED", help: "bytes that are in swap", shape: .bytes,
    alignment: .right)
  static let destroyed = Heading(
    name: "destroyed", title: "DEST", help: "removed, and kept by those who have it attached",
    shape: .flag)
  static let locked = Heading(
    name: "locked", title: "LOCKED", help: "locked into memory (SHM_LOCK)", shape: .flag)
  static let huge = Heading(
    name: "huge", title: "HUGE",
    help: "made of huge pages; not known while none is resident or mapped", shape: .flag)
}
