internal import ArgumentParser

/// A word that may stand at the cursor.
struct Candidate: Sendable, Equatable {
  /// Only of bytes that no shell takes for itself: nothing here is quoted.
  let word: String
  /// What it means, for the shells that show it.
  let help: String

  /// As the completion script of `shell` takes it.
  func line(for shell: CompletionShell?) -> String {
    switch shell {
    // _describe ends the word at the first colon that has no backslash.
    case .some(.zsh):
      word.split(separator: ":", omittingEmptySubsequences: false)
        .joined(separator: "\\:") + ":\(help)"
    case .some(.fish): "\(word)\t\(help)"
    default: word
    }
  }
}
