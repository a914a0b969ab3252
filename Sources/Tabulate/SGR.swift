/// The few "select graphic rendition" sequences that text is dressed in (ECMA-48, 8.3.117).
enum SGR {
  static let reset = "\u{1B}[0m"
  static let bold = "\u{1B}[1m"
  static let red = "\u{1B}[31m"
  static let yellow = "\u{1B}[33m"

  /// The sequence before a status of a rank, if it is dressed at all.
  static func start(_ severity: Severity) -> String? {
    switch severity {
    case .normal, .notice: nil
    case .warning: yellow
    case .critical: red
    }
  }
}
