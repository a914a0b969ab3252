/// The definition of a record's members: one for the cells, for JSON and for its schema.
package struct Record<Row>: Sendable {
  private let members: [Column<Row>]

  /// Defines a record.
  package init(_ members: [Column<Row>]) {
    self.members = members
  }

  package var shape: Shape { .record(members.map(\.heading)) }

  /// The record of one row.
  package func cell(_ row: Row) -> Cell {
    .record(fields(of: row))
  }

  /// The same in the form that tables show, for people.
  package func brief(_ row: Row) -> Cell {
    .record(members.map { Field($0.heading.name, $0.brief(row)) })
  }

  /// Its members.
  package func fields(of row: Row) -> [Field] {
    members.map { Field($0.heading.name, $0.value(row)) }
  }
}
