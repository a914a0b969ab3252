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
