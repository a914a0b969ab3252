/// What a column is called, and what it is about.
package struct Heading: Sendable, Equatable {
  /// A stable lower_snake word: the key in JSON and the name for `-o`.
  package let name: String

  /// What stands over the column in a table.
  package let title: String

  /// One line that says what the column tells.
  package let help: String

  /// What its cells are.
  package let shape: Shape

  /// Whether a cell may be absent.
  package let isOptional: Bool

  /// The side that the cells lean against.
  package let alignment: Alignment

  /// Describes a column.
  package init(
    name: String, title: String, help: String, shape: Shape = .word, isOptional: Bool = true,
    alignment: Alignment = .left
  ) {
    self.name = name
    self.title = title
    self.help = help
    self.shape = shape
    self.isOptional = isOptional
    self.alignment = alignment
  }

  /// The name in words, for the vertical form.
  package var label: String {
    String(name.map { $0 == "_" ? " " : $0 })
  }
}
