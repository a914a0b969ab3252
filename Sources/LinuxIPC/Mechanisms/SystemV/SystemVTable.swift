package import SystemPackage

/// One of the files of /proc/sysvipc, sysvipc(7): every object of the opener's IPC namespace, also
/// those that the caller may not read.
///
/// The kernel gives at most a page per read, each ending at a line's end, so the table is not one
/// moment's; yet an object that stays is never missed (KERNEL-NOTES section 1.1). Columns are found by the names in
/// the first line.
package struct SystemVTable: ~Copyable {
  private enum Source: ~Copyable {
    case file(Descriptor)
    case text([UInt8])
  }

  private let source: Source

  /// Opens `/proc/sysvipc/<name>`, which fixes the namespace that is listed.
  package init(_ name: String) throws(Errno) {
    source = .file(try Descriptor(opening: [UInt8](path: "/proc/sysvipc/\(name)")))
  }

  /// A recorded table.
  package init(bytes: [UInt8]) {
    source = .text(bytes)
  }

  /// Calls `visit` for every row, with the fields that stand under `columns`, in that order.
  ///
  /// Negative numbers are given as their bit pattern in 64 bits. Rows that lack one of the fields
  /// (a table cut off in the middle) are left out.
  ///
  /// - Throws: `protocolError` when the header lacks one of the columns.
  ///
  /// - Parameters:
  ///   - columns: Names from the first line. All but `perms`, which is octal, are decimal.
  ///   - visit: Returns false to stop.
  package func forEachRow(
    _ columns: [StaticString], _ visit: ([UInt64]) -> Bool
  ) throws(Errno) {
    var parser = Parser(columns: columns)
    switch source {
    case .text(let bytes):
      let end = bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
      _ = try parser.parse(bytes.span, upTo: end, visit)
    case .file(let descriptor):
      // Parsed as it is read: a table of thousands of rows is never in memory whole.
      var buffer: [UInt8] = []
      while true {
        let filled = try WholeFile.appendOnce(descriptor, to: &buffer)
        // What has no newline at the end was cut off there.
        guard filled > 0 else { return }
        guard let end = buffer.lastIndex(of: 0x0A) else { continue }
        guard try parser.parse(buffer.span, upTo: end + 1, visit) else { return }
        buffer.removeFirst(end + 1)
      }
    }
  }

  /// Reads lines: the first is the header, the others are rows.
  private struct Parser {
    let columns: [StaticString]
    var fields: [Field]?
    var row: [UInt64]

    init(columns: [StaticString]) {
      self.columns = columns
      row = [UInt64](repeating: 0, count: columns.count)
    }

    /// Parses the lines of `text` that begin before `end`; false when it is to stop.
    mutating func parse(
      _ text: Span<UInt8>, upTo end: Int, _ visit: ([UInt64]) -> Bool
    ) throws(Errno) -> Bool {
      var scanner = ByteScanner()
      if end == 0 { return true }
      if fields == nil {
        fields = SystemVTable.fields(columns, in: text, scanner.restOfLine(in: text))
      }
      guard let fields else { throw .protocolError }
      while scanner.offset < end {
        if SystemVTable.parse(text, &scanner, fields, into: &row), !visit(row) { return false }
        _ = scanner.restOfLine(in: text)
      }
      return true
    }
  }

  /// A field of the file: where it goes in the row, or nowhere; and how it is written.
  private struct Field {
    let target: Int?
    let isOctal: Bool
  }

  private static func fields(
    _ columns: [StaticString], in text: Span<UInt8>, _ header: Range<Int>
  ) -> [Field]? {
    var fields: [Field] = []
    var found = 0
    var scanner = ByteScanner(at: header.lowerBound)
    while let word = scanner.word(in: text), word.upperBound <= header.upperBound {
      let target = columns.firstIndex {
        $0.utf8CodeUnitCount == word.count && text.hasPrefix($0, at: word.lowerBound)
      }
      if target != nil { found += 1 }
      let isOctal = word.count == 5 && text.hasPrefix("perms", at: word.lowerBound)
      fields.append(Field(target: target, isOctal: isOctal))
    }
    return found == columns.count ? fields : nil
  }

  private static func parse(
    _ text: Span<UInt8>, _ scanner: inout ByteScanner, _ fields: [Field], into row: inout [UInt64]
  ) -> Bool {
    for field in fields {
      let value: UInt64?
      if field.isOctal {
        value = scanner.number(in: text, radix: 8)
      } else {
        scanner.skipBlanks(in: text)
        let isNegative = scanner.skip(UInt8(ascii: "-"), in: text)
        let magnitude = scanner.decimal(in: text, as: UInt64.self)
        value = isNegative ? magnitude.map { 0 &- $0 } : magnitude
      }
      guard let value else { return false }
      if let target = field.target { row[target] = value }
    }
    return true
  }
}
