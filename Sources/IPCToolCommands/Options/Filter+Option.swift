internal import LinuxIPC
internal import Tabulate

extension Filter {
  /// Reads the value of an option.
  ///
  /// - Parameters:
  ///   - unknown: Why there is no column of a name.
  init(
    option: String, _ expression: String, headings: [Heading], now: Int64,
    unknown: (String) -> String
  ) throws(IPCError) {
    do throws(FilterError) {
      try self.init(parsing: RawArgument.decode(expression), headings: headings, now: now)
    } catch {
      let reason =
        switch error.cause {
        case .words(let words): RawArgument.encode(words)
        case .unknownColumn(let name): unknown(name)
        }
      throw Reference.misuse(
        option, "column \(error.position): \(reason)", hint: RawArgument.encode(error.excerpt))
    }
  }

  /// Whether a row satisfies it of which everything is known.
  func holds<Row>(for row: Row, _ columns: [Column<Row>]) -> Bool {
    verdict { position in
      let name = headings[position].name
      return columns.first { $0.heading.name == name }?.value(row) ?? .absent
    } != false
  }
}
