/// A list as it stands in a table, to be cut between entries: commas between them, at the end `+N` for N more.
///
/// An entry that has a comma itself may be cut there: escaped, no address that is whole could be used.
struct ListText {
  /// Some of the entries, and how many more there are.
  struct Part {
    /// Where the entries end.
    let end: Int
    /// `,+N`
    let rest: [UInt8]
    /// How many columns of a terminal both take.
    let columns: Int
  }

  /// Where each entry ends, and how many columns there are before that.
  private var ends: [(offset: Int, columns: Int)] = []
  /// How many entries are not named.
  private var more = 0

  init(_ text: [UInt8]) {
    var columns = 0
    var offset = 0
    while offset < text.count {
      if text[offset] == UInt8(ascii: ",") { ends.append((offset, columns)) }
      let (scalar, length) = Unicode.Scalar.decode(text, at: offset)
      columns += scalar?.columns ?? 1
      offset += length
    }
    if let last = ends.last, let more = Self.more(text[(last.offset + 1)...]) {
      self.more = more
    } else {
      ends.append((text.count, columns))
    }
  }

  /// The largest part that is no wider than `columns`; nil when not even that with one entry is.
  func part(columns: Int) -> Part? {
    var widest: Part?
    for index in ends.indices where ends[index].columns <= columns {
      let part = part(index)
      if part.columns <= columns { widest = part }
    }
    return widest
  }

  /// How many columns the part with one entry takes.
  var least: Int { part(0).columns }

  /// The part that ends with an entry.
  private func part(_ index: Int) -> Part {
    let count = ends.count - index - 1 + more
    let rest = count > 0 ? Array(",+\(count)".utf8) : []
    return Part(end: ends[index].offset, rest: rest, columns: ends[index].columns + rest.count)
  }

  /// The number of a `+N`; nil for an entry.
  private static func more(_ text: ArraySlice<UInt8>) -> Int? {
    guard text.first == UInt8(ascii: "+") else { return nil }
    return Int(String(decoding: text.dropFirst(), as: UTF8.self))
  }
}
