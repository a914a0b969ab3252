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

  /// Whether a cell is worth nothing in part, as what people copy: it is never cut.
  package let isWhole: Bool

  /// The words that its cells are of; empty where there are too many, or nobody knows them.
  package let words: [String]

  /// How soon a table that is too wide does without the column: the highest first, of equal ones the last.
  package let dispensability: Int

  /// Describes a column.
  package init(
    name: String, title: String, help: String, shape: Shape = .word, isOptional: Bool = true,
    alignment: Alignment = .left, isWhole: Bool = false,
    words: [String] = [], dispensability: Int = 0
  ) {
    self.name = name
    self.title = title
    self.help = help
    self.shape = shape
    self.isOptional = isOptional
    self.alignment = alignment
    self.isWhole = isWhole
    self.words = words
    self.dispensability = dispensability
  }

  /// The same over cells of another shape.
  func shaped(_ shape: Shape) -> Heading {
    Heading(
      name: name, title: title, help: help, shape: shape, isOptional: isOptional,
      alignment: alignment, isWhole: isWhole, words: words,
      dispensability: dispensability)
  }

  /// The name in words, for the vertical form.
  package var label: String {
    String(name.map { $0 == "_" ? " " : $0 })
  }
}
