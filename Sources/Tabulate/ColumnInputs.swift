/// What must have been read before a column's value may be asked for.
///
/// The bits mean nothing here; whoever defines the columns names them.
package struct ColumnInputs: OptionSet, Sendable {
  package let rawValue: UInt32

  /// Takes the bits as they are.
  package init(rawValue: UInt32) {
    self.rawValue = rawValue
  }
}
