internal import LinuxIPC

extension NamespaceSelection {
  /// A scanner that knows the objects of all of these.
  func scanner(
    _ kinds: [any Sighted.Type], discovering discovered: [any Discovering.Type],
    alongDescriptors companions: [any Sighted.Type] = [], in context: Context
  ) -> ProcessScanner {
    var context = context
    for handle in others(.mount) { context.sharedMemoryElsewhere.add(context.inside(handle)) }
    return ProcessScanner(
      kinds, discovering: discovered, alongDescriptors: companions, in: context,
      sightings: { sightings(of: $0, in: context) })
  }

  /// What marks the objects of a kind in /proc, those of all namespaces; nil where our own says it all.
  private func sightings(of kind: any Sighted.Type, in context: Context) -> Sightings? {
    let others = kind.scope.map(others) ?? []
    guard !others.isEmpty else { return nil }
    var all = kind.sightings(in: context)
    for handle in others {
      let inner = context.inside(handle)
      let found = try? handle.run { kind.sightings(in: inner) }
      all.descriptors += found?.descriptors ?? []
      all.mappings += found?.mappings ?? []
    }
    return all
  }
}
