/// A named cell: one member of a record.
package struct Field: Sendable, Equatable {
  /// A stable lower_snake word, the key in JSON.
  package let name: String

  /// The value.
  package let cell: Cell

  /// Names a cell.
  package init(_ name: String, _ cell: Cell) {
    self.name = name
    self.cell = cell
  }
}
