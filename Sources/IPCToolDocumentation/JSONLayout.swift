import Tabulate

/// JSON with a member a line, for files that people read and compare.
enum JSONLayout {
  /// `cell` and a line break.
  static func text(_ cell: Cell) -> [UInt8] {
    var text: [UInt8] = []
    append(cell, indent: 0, to: &text)
    text.append(UInt8(ascii: "\n"))
    return text
  }

  private static func append(_ cell: Cell, indent: Int, to text: inout [UInt8]) {
    switch cell {
    case .record(let fields) where !fields.isEmpty:
      lines("{", fields, "}", indent, to: &text) { field, text in
        JSONEncoding.append(string: field.name, to: &text)
        text.append(contentsOf: ": ".utf8)
        append(field.cell, indent: indent + 2, to: &text)
      }
    case .list(let cells) where cells.contains { if case .record = $0 { true } else { false } }:
      lines("[", cells, "]", indent, to: &text) { cell, text in
        append(cell, indent: indent + 2, to: &text)
      }
    default:
      JSONEncoding.append(cell, to: &text)
    }
  }

  private static func lines<Element>(
    _ open: String, _ elements: [Element], _ close: String, _ indent: Int, to text: inout [UInt8],
    _ append: (Element, inout [UInt8]) -> Void
  ) {
    let margin = String(repeating: " ", count: indent)
    text.append(contentsOf: open.utf8)
    for (index, element) in elements.enumerated() {
      text.append(contentsOf: "\(index == 0 ? "" : ",")\n\(margin)  ".utf8)
      append(element, &text)
    }
    text.append(contentsOf: "\n\(margin)\(close)".utf8)
  }
}
