/// One definition of a column, from which tables, JSON, sort keys and help are all made.
package struct Column<Row>: Sendable {
  /// What the column is called.
  package let heading: Heading

  /// What the caller must have read before `value` may be asked for.
  package let inputs: ColumnInputs

  /// The column's cell in a row.
  package let value: @Sendable (Row) -> Cell

  /// What a person who looks at one row is shown: `value`, or where that is too long to be read, a
  /// digest that leaves nothing out.
  package private(set) var digest: @Sendable (Row) -> Cell

  /// What the column is called there: `heading`, but for the members of a digest's own.
  package private(set) var digestHeading: Heading

  /// What a table shows in which each object has a line: `value`, or where that is too long for a line,
  /// a shorter form of it.
  package private(set) var brief: @Sendable (Row) -> Cell

  /// Defines a column.
  package init(
    heading: Heading, inputs: ColumnInputs = [], value: @escaping @Sendable (Row) -> Cell
  ) {
    self.heading = heading
    self.inputs = inputs
    self.value = value
    digest = value
    digestHeading = heading
    brief = value
  }

  /// The same column with a digest of its own.
  ///
  /// - Parameter shape: What the digest is, when it is not what the value is.
  package func digested(
    as shape: Shape? = nil, _ digest: @escaping @Sendable (Row) -> Cell
  ) -> Column {
    var column = self
    column.digest = digest
    if let shape { column.digestHeading = heading.shaped(shape) }
    return column
  }

  /// The same column with a shorter form for tables.
  package func abbreviated(_ brief: @escaping @Sendable (Row) -> Cell) -> Column {
    var column = self
    column.brief = brief
    return column
  }
}
