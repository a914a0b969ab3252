/// A value with a meaning; how it looks is the renderer's affair.
package enum Cell: Sendable, Equatable {
  /// Nothing is known, or the question does not apply: `-` in a table, `null` in JSON.
  case absent

  /// Foreign bytes: escaped in a table; a JSON string, or `{"base64":"…"}` when not UTF-8.
  case text([UInt8])

  /// A plain number, such as an id or a user id.
  case number(Int64)

  /// How many of something there are.
  case count(UInt64)

  /// A size: people's units in a table unless exact bytes are asked for, the number in JSON.
  case bytes(UInt64)

  /// Permission bits, in octal everywhere: `0644`, `01600`.
  case mode(UInt32)

  /// Seconds since the epoch: local time in a table, RFC 3339 in UTC in JSON.
  case time(Int64)

  /// A process id: `4147` or `4147 (dead)` in a table, the number in JSON. The note is foreign bytes.
  case process(Int32, note: [UInt8]?)

  /// Yes or no.
  case flag(Bool)

  /// How much of something is used, whole percent; a table colours what is nearly full, JSON has the
  /// number.
  case percent(UInt64)

  /// A word of our own with a rank, coloured by it in a table when colour is on; or several, joined by
  /// commas.
  case status(String, Severity)

  /// Several values: joined by commas in a table, an array in JSON.
  case list([Cell])

  /// Named values: the first of them in a table, an object in JSON.
  case record([Field])
}

extension Cell {
  /// Text that is already a string.
  package static func text(_ string: String) -> Cell {
    .text(Array(string.utf8))
  }

  /// The rank by which a table colours this cell: of several statuses, the worst.
  var severity: Severity {
    switch self {
    case .status(_, let severity): severity
    case .percent(let value): value >= 95 ? .critical : value >= 80 ? .warning : .normal
    case .list(let cells): cells.lazy.map(\.severity).max() ?? .normal
    case .record(let fields): fields.first?.cell.severity ?? .normal
    default: .normal
    }
  }

  /// Whether a part of this cell still tells a reader something, as half a number would not.
  var mayBeCut: Bool {
    switch self {
    case .absent, .text, .status, .list: true
    case .record(let fields): fields.first?.cell.mayBeCut ?? true
    case .number, .count, .bytes, .mode, .time, .process, .flag, .percent: false
    }
  }
}
