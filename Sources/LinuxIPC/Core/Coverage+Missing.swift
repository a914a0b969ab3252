extension Coverage {
  /// The error for what nobody was seen to hold: where there are processes that were not looked into, it may
  /// be there all the same.
  ///
  /// - Parameters:
  ///   - reason: What is true when all were looked into.
  ///   - isSeen: Whether `reason` is about those that were.
  ///   - hint: What the user may have meant.
  package func missing(
    _ subject: String, _ reason: String, isSeen: Bool = false, hint: String? = nil
  ) -> IPCError {
    let hidden = gaps.filter { $0.what == Coverage.processes }
    if hidden.isEmpty {
      let outsiders = gaps.map(\.what).first { $0 == Self.processes + Self.outside }
      let hints = [hint, outsiders.map { "\($0) are not seen" }].compactMap(\.self)
      return IPCError(
        .notFound, subject: subject, reason: reason,
        hint: hints.isEmpty ? nil : hints.joined(separator: "; "))
    }
    let counts = hidden.map { "\($0.count.map(String.init) ?? "some") (needs \($0.needs))" }
    let seen = "among the processes that may be looked into"
    return IPCError(
      .denied, subject: subject, reason: isSeen ? "\(seen), \(reason)" : "it was not seen \(seen)",
      hint: (hint.map { "\($0); " } ?? "")
        + "processes not looked into: \(counts.joined(separator: ", "))")
  }
}
