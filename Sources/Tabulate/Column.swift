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

  /// Defines a column.
  package init(
    heading: Heading, inputs: ColumnInputs = [], value: @escaping @Sendable (Row) -> Cell
  ) {
    self.heading = heading
    self.inputs = inputs
    self.value = value
    digest = value
  }

  /// The same column with a digest of its own.
  package func digested(_ digest: @escaping @Sendable (Row) -> Cell) -> Column {
    var column = self
    column.digest = digest
    return column
  }
}
