internal import IPCSnapshot
internal import LinuxIPC
internal import Tabulate

/// A mechanism that can be shown: the columns of its objects.
protocol Presented: Mechanism {
  /// What it fills besides the columns of every mechanism, in any order.
  static var ownColumns: [Column<Listed<Object>>] { get }
  /// The names of the columns in a table of this kind alone.
  static var tableColumns: [String] { get }

  /// The rows of its objects in a listing, under the columns called `names`; absent where there is no such
  /// column here. Nobody implements it but the extension: as a requirement it is compiled for each
  /// mechanism's own types, and a listing spends its time here.
  ///
  /// - Parameters:
  ///   - filters: What decides only after all was read that `snapshot` was asked for.
  ///   - isBrief: Whether the cells are for a table, where each object has a line.
  static func rows(
    of names: [String], where filters: [Filter], isBrief: Bool, in snapshot: Snapshot,
    _ looking: Looking
  ) -> Rows
}

/// Rows that are made as they are asked for, on whatever thread.
struct Rows: Sendable {
  let count: Int
  /// The cells of a row; nil for one that is left out.
  let cells: @Sendable (Int) -> [Cell]?
}

extension Presented {
  static func rows(
    of names: [String], where filters: [Filter], isBrief: Bool, in snapshot: Snapshot,
    _ looking: Looking
  ) -> Rows {
    let columns = columns
    let values = names.map { name in
      let column = columns.first { $0.heading.name == name }
      return isBrief ? column?.brief : column?.value
    }
    let condition = filters.isEmpty ? nil : RowCondition(filters, columns)
    let objects = snapshot.objects(of: Self.self)
    return Rows(count: objects.count) { index in
      let object = objects[index]
      let listed = Listed(
        object, holders: snapshot.holders(of: object, as: Self.self),
        waiters: snapshot.waiters(of: object, as: Self.self), looking)
      if let condition, !condition.mayHold(for: listed) { return nil }
      return values.map { $0?(listed) ?? .absent }
    }
  }

  /// Has `request` leave out the objects that `filters` refuse before their holders are known.
  static func sift(
    _ request: inout Snapshot.Request, by filters: [Filter], _ looking: Looking
  ) {
    // A walk that is still to come may tell more than the listing. What only an inspection fills stays
    // absent, and sockets have their peers before they are sifted.
    let listed: ColumnInputs =
      request.includesHolders ? [.inspection, .peers] : [.inspection, .peers, .knownHolders]
    let columns = columns
    let first = RowCondition(filters, columns, knowing: listed)
    let second = RowCondition(filters, columns, knowing: listed.union(request.details.inputs))
    request.set(
      Sieve { object, details in
        let condition = details.isEmpty ? first : second
        return condition.mayHold(for: Listed(object, holders: nil, looking))
      }, for: Self.self)
  }
}

extension Presented {
  /// All columns of one object, each name once: those of every mechanism, then its own.
  static var columns: [Column<Listed<Object>>] {
    [
      Column(heading: .kind) { _ in .text(keyword) },
      Column(heading: .address) {
        .text(addressBytes(of: $0.object))
      },
      Column(heading: .limits, inputs: .inspection) { row in
        row.inside { limits(of: row.object, in: $0) }
          .map { .list($0.map(Record<Limit>.limit.cell)) } ?? .absent
      },
    ] + holderColumns + unitColumns + ownColumns
  }

  /// A counter has values, everything else bytes; in JSON values are an array also where there are
  /// none.
  private static var unitColumns: [Column<Listed<Object>>] {
    if unit == .counter { return [] }
    return [
      Column(heading: .bytes, inputs: .fill) { $0.object.fill.bytes.map { .bytes($0) } ?? .absent },
      Column(heading: .capacityBytes, inputs: .fill) {
        $0.object.fill.capacityBytes.map { .bytes($0) } ?? .absent
      },
      Column(heading: .values) { _ in .list([]) },
    ]
  }

  /// The holders, for what can be held.
  private static var holderColumns: [Column<Listed<Object>>] {
    guard self is any Sighted.Type else { return [] }
    return [
      Column(heading: .holders, inputs: .holders) { row in
        row.holders.map { .list($0.map(Record<Holder>.holder.cell)) } ?? .absent
      }.abbreviated { row in row.holders.map { .text(HolderText.brief($0)) } ?? .absent }
    ]
  }
}

extension Heading {
  static let limits = Heading(
    name: "limits", title: "LIMITS", help: "what the kernel allows this object",
    shape: .list(Record<Limit>.limit.shape))
}
