/// Cells as they look in a table.
package enum TableText {
  /// A cell, to be put into a longer text.
  package static func text(_ cell: Cell, exactBytes: Bool) -> [UInt8] {
    var buffer: [UInt8] = []
    _ = append(cell, exactBytes: exactBytes, to: &buffer)
    return buffer
  }

  /// Appends a cell.
  ///
  /// - Returns: How many columns of a terminal it takes.
  static func append(_ cell: Cell, exactBytes: Bool, to buffer: inout [UInt8]) -> Int {
    let start = buffer.count
    switch cell {
    case .absent: buffer.append(UInt8(ascii: "-"))
    case .text(let bytes): return SafeText.appendLine(bytes, to: &buffer)
    case .number(let value): buffer.append(decimal: value)
    case .count(let value): buffer.append(decimal: value)
    case .bytes(let value):
      if exactBytes {
        buffer.append(decimal: value)
      } else {
        buffer.append(size: value)
      }
    case .mode(let value):
      buffer.append(UInt8(ascii: "0"))
      buffer.append(UInt64(value), radix: 8, digits: 3)
    case .time(let seconds):
      if !Timestamp.appendLocal(seconds, to: &buffer) { buffer.append(decimal: seconds) }
    case .process(let pid, let note): return append(process: pid, note: note, to: &buffer)
    case .percent(let value):
      buffer.append(decimal: value)
      buffer.append(UInt8(ascii: "%"))
    case .flag(let value): buffer.append(contentsOf: (value ? "yes" : "no").utf8)
    case .status(let word, _): return SafeText.appendLine(Array(word.utf8), to: &buffer)
    case .list(let cells): return append(list: cells, exactBytes: exactBytes, to: &buffer)
    case .record(let fields):
      return append(fields.first?.cell ?? .absent, exactBytes: exactBytes, to: &buffer)
    }
    return buffer.count - start
  }

  private static func append(
    process pid: Int32, note: [UInt8]?, to buffer: inout [UInt8]
  ) -> Int {
    let start = buffer.count
    buffer.append(decimal: Int64(pid))
    var columns = buffer.count - start
    if let note {
      buffer.append(contentsOf: " (".utf8)
      columns += SafeText.appendLine(note, to: &buffer) + 3
      buffer.append(UInt8(ascii: ")"))
    }
    return columns
  }

  private static func append(
    list cells: [Cell], exactBytes: Bool, to buffer: inout [UInt8]
  ) -> Int {
    if cells.isEmpty { return append(.absent, exactBytes: exactBytes, to: &buffer) }
    var columns = 0
    var last: Cell?
    for cell in cells {
      // Records are shown by their first field: a process that holds twice is named once.
      if case .record(let fields) = cell {
        if let last, last == fields.first?.cell { continue }
        last = fields.first?.cell
      }
      if columns > 0 {
        buffer.append(UInt8(ascii: ","))
        columns += 1
      }
      columns += append(cell, exactBytes: exactBytes, to: &buffer)
    }
    return columns
  }
}
