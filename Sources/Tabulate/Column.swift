/// One definition of a column, from which tables, JSON, sort keys and help are all made.
package struct Column<Row>: Sendable {
  /// What the column is called.
  package let heading: Heading

  /// What the caller must have read before `value` may be asked for.
  package let inputs: ColumnInputs

  /// The column's cell in a row.
  package let value: @Sendable (Row) -> Cell

  /// Defines a column.
  package init(
    heading: Heading, inputs: ColumnInputs = [], value: @escaping @Sendable (Row) -> Cell
  ) {
    self.heading = heading
    self.inputs = inputs
    self.value = value
  }
}
