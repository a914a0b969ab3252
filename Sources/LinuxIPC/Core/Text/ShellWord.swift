/// A word for a shell.
package enum ShellWord {
  /// `word` as it is where no shell takes any of it for itself, else in single quotes. Nothing of it moves a cursor: what
  /// is no printable ASCII stands as `\xHH` in `$'...'`, as bash, zsh and ksh read it.
  package static func quoted(_ word: [UInt8]) -> [UInt8] {
    if !word.isEmpty, word.allSatisfy(Address.isPlain) { return word }
    let quote = UInt8(ascii: "'")
    let isPrintable = word.allSatisfy { (0x20..<0x7F).contains($0) }
    let parts = word.map { isPrintable ? ($0 == quote ? "'\\''" : nil) : escape(of: $0) }
    let quoted = zip(word, parts).flatMap { byte, part in part.map { Array($0.utf8) } ?? [byte] }
    return (isPrintable ? [] : [UInt8(ascii: "$")]) + [quote] + quoted + [quote]
  }

  /// What stands for a byte in `$'...'`; nil for itself.
  private static func escape(of byte: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "'"), UInt8(ascii: "\\"): "\\" + String(UnicodeScalar(byte))
    case 0x20..<0x7F: nil
    // Always two digits: what follows may be one.
    default: "\\x" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }
  }
}
