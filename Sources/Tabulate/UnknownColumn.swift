/// A column was asked for by a name that no column has.
package struct UnknownColumn: Error, Equatable {
  /// The name as it was typed.
  package let name: String

  /// Reports a name.
  package init(name: String) {
    self.name = name
  }
}
