/// Text in mdoc(7), the language of man pages.
struct Mdoc {
  private(set) var text = ""

  /// Adds a line as it stands.
  mutating func line(_ line: String) {
    text += line + "\n"
  }

  /// Adds a macro with its arguments, each of which is one word of the language.
  mutating func macro(_ name: String, _ arguments: String...) {
    line(([".\(name)"] + arguments).joined(separator: " "))
  }

  /// Adds prose, a line for each sentence, which is what formatters space by; a blank line in it
  /// begins a paragraph.
  mutating func prose(_ prose: String) {
    for (index, paragraph) in Self.paragraphs(prose).enumerated() {
      if index > 0 { macro("Pp") }
      for sentence in Self.sentences(paragraph) {
        for part in Self.wrapped(Self.escaped(sentence)) { line(part) }
      }
    }
  }

  /// Adds a list of tagged items.
  mutating func list(width: String, _ body: (inout Mdoc) -> Void) {
    macro("Bl", "-tag", "-width", width)
    body(&self)
    macro("El")
  }

  /// A word of foreign text as an argument of a macro: never another macro, never punctuation.
  static func word(_ text: String) -> String {
    let escaped = escaped(text)
    let isMacro = text.count <= 3 && text.first?.isUppercase == true
    let isPunctuation = text.count == 1 && text.first?.isLetter == false
    let word = isMacro || isPunctuation ? "\\&\(escaped)" : escaped
    return word.contains(" ") ? "\"\(word)\"" : word
  }

  /// Words as arguments of one macro, with commas between them.
  static func words(_ words: [String]) -> String {
    words.map(word).joined(separator: " , ")
  }

  /// Text that says what was written: ASCII, and nothing that a formatter takes for itself.
  static func escaped(_ text: String) -> String {
    var result = ""
    var previous: Character = " "
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "'": result += "\\(aq"
      case "`": result += "\\(ga"
      case "~": result += "\\(ti"
      case "^": result += "\\(ha"
      case "\"": result += "\\(dq"
      case "…": result += "..."
      // A minus that can be copied to a command line; within a word it is a hyphen.
      case "-" where !previous.isLetter: result += "\\-"
      case _ where !character.isASCII:
        for scalar in character.unicodeScalars {
          result += "\\[u\(String(scalar.value, radix: 16, uppercase: true).leftPadded(to: 4))]"
        }
      default: result.append(character)
      }
      previous = character
    }
    return result.hasPrefix(".") ? "\\&\(result)" : result
  }

  /// The lines of source for a line of text: no longer than people like to read them.
  private static func wrapped(_ text: String) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ") {
      let last = lines.count - 1
      if !lines[last].isEmpty, lines[last].count + 1 + word.count > 78 {
        // A line that begins with a dot would be a macro.
        lines.append(word.first == "." ? "\\&\(word)" : String(word))
      } else {
        lines[last] += (lines[last].isEmpty ? "" : " ") + word
      }
    }
    return lines
  }

  private static func paragraphs(_ prose: String) -> [String] {
    var paragraphs = [""]
    for line in prose.split(separator: "\n", omittingEmptySubsequences: false) {
      let last = paragraphs.count - 1
      if line.isEmpty {
        if !paragraphs[last].isEmpty { paragraphs.append("") }
      } else {
        paragraphs[last] += (paragraphs[last].isEmpty ? "" : " ") + line
      }
    }
    return paragraphs.filter { !$0.isEmpty }
  }

  /// A sentence ends where a blank and a capital letter follow its full stop.
  private static func sentences(_ paragraph: String) -> [String] {
    var sentences = [""]
    for word in paragraph.split(separator: " ") {
      let last = sentences.count - 1
      let begins = sentences[last].last == "." && word.first?.isUppercase == true
      if begins {
        sentences.append(String(word))
      } else {
        sentences[last] += (sentences[last].isEmpty ? "" : " ") + word
      }
    }
    return sentences
  }
}

extension String {
  fileprivate func leftPadded(to width: Int) -> String {
    String(repeating: "0", count: max(0, width - count)) + self
  }
}
