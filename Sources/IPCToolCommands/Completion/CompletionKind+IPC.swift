internal import ArgumentParser
internal import LinuxIPC

/// What the shells ask ipctool for when somebody presses TAB. Nothing is looked at before that.
extension CompletionKind {
  /// The addresses of what exists, of the kinds that have `verb`; of all without one.
  static func addresses(_ verb: Verb?) -> CompletionKind {
    candidates { Completion.addresses(for: verb, $0) }
  }

  /// What `create` takes.
  static var creations: CompletionKind { candidates(Completion.creations) }

  /// What `-o` takes.
  static func columnLists(of columns: any ColumnSet.Type) -> CompletionKind {
    candidates { Completion.columnLists($0, of: columns.headings) }
  }

  /// What `--sort` takes.
  static func sortKeys(of columns: any ColumnSet.Type) -> CompletionKind {
    candidates { Completion.sortKeys($0, of: columns.headings) }
  }

  /// The processes that there are.
  static var processes: CompletionKind { candidates(Completion.processes) }

  /// What `--namespace` takes.
  static var namespaces: CompletionKind { candidates(Completion.namespaces) }

  /// The users that this machine itself knows.
  static var users: CompletionKind { candidates(Completion.users) }

  private static func candidates(
    _ find: @escaping @Sendable (String) -> [Candidate]
  ) -> CompletionKind {
    .custom { words, index, prefix in
      // The parser cuts the prefix from the last word, whichever the cursor is in.
      let isLast = index == words.count - 1
      let word = isLast ? prefix : words.indices.contains(index) ? words[index] : ""
      // No candidate has a quote or a backslash: what is there was typed for the shell.
      let plain = word.filter { !"\"'\\".contains($0) }
      return find(plain).map { $0.line(for: CompletionShell.requesting) }
    }
  }
}
