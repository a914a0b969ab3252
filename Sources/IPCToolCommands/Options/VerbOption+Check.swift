internal import ArgumentParser
internal import LinuxIPC

extension Set<VerbOption> {
  /// Those of `options` that were given.
  init(given options: [VerbOption: Bool]) {
    self = Set(options.filter(\.value).keys)
  }
}

extension ArgumentHelp {
  /// The help of an option that only some kinds have: shown when a kind that is known takes it in one of
  /// `verbs`.
  static func of(
    _ option: VerbOption, in verbs: [Verb], _ abstract: String, valueName: String? = nil
  ) -> ArgumentHelp {
    let isUsed = Catalog.mechanisms.contains { kind in
      verbs.contains { kind.options(of: $0).contains(option) }
    }
    return ArgumentHelp(
      abstract, valueName: valueName, visibility: isUsed ? .default : .hidden)
  }
}

extension Mechanism {
  /// The options that `verb` has here; none where the kind does not have the verb.
  static func options(of verb: Verb) -> Set<VerbOption> {
    switch verb {
    case .create:
      (self as? any Creating.Type)?.creationOptions
        ?? (self as? any Holdable.Type)?.creationOptions ?? []
    case .send: (self as? any Sending.Type)?.sendingOptions ?? []
    case .recv: (self as? any Receiving.Type)?.receivingOptions ?? []
    case .peek: (self as? any Peeking.Type)?.peekingOptions ?? []
    case .rm: []
    }
  }
}
