/// What is compared: a column, or a member of the records in it.
struct FilterOperand: Sendable {
  /// The position among the filter's headings.
  let column: Int
  /// nil: of a record, its first.
  let member: String?

  /// What stands for a cell that is no list.
  func value(of cell: Cell) -> Cell {
    guard case .record(let fields) = cell else { return cell }
    let field = member.map { name in fields.first { $0.name == name } } ?? fields.first
    return field?.cell ?? .absent
  }

  /// Whether there is something: zero is, `no` is not.
  func isPresent(in cell: Cell) -> Bool {
    if case .list(let cells) = cell { return cells.contains { Self.says(value(of: $0)) } }
    return Self.says(value(of: cell))
  }

  private static func says(_ cell: Cell) -> Bool {
    switch cell {
    case .absent: false
    case .flag(let isSet): isSet
    case .text(let bytes): !bytes.isEmpty
    case .status(let word, _): !word.isEmpty
    case .list(let cells): !cells.isEmpty
    case .number, .count, .bytes, .mode, .time, .process, .percent, .record: true
    }
  }
}
