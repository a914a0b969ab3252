/// How a reader wants text to look.
package struct TableStyle: Sendable {
  /// Whether tables have a line of headings.
  package var header: Bool

  /// Whether sizes are plain numbers of bytes instead of people's units.
  package var exactBytes: Bool

  /// Whether headings are bold and statuses coloured.
  package var color: Bool

  /// The columns of the terminal; `nil` when the output is not one, and nothing is cut.
  package var width: Int?

  /// Whether the last columns of a table may be left out where the terminal is too narrow for them.
  package var mayHide: Bool

  /// Whether text may be cut where the terminal is too narrow for it; else lines wrap.
  package var mayCut: Bool

  /// Makes a style; the defaults are those for a pipe.
  package init(
    header: Bool = true, exactBytes: Bool = false, color: Bool = false, width: Int? = nil,
    mayHide: Bool = false, mayCut: Bool = true
  ) {
    self.header = header
    self.exactBytes = exactBytes
    self.color = color
    self.width = width
    self.mayHide = mayHide
    self.mayCut = mayCut
  }

  /// A word of ours in the colour of its severity, where there are colours.
  package func dressed(_ word: String, as severity: Severity) -> String {
    guard color, let start = SGR.start(severity) else { return word }
    return start + word + SGR.reset
  }
}
