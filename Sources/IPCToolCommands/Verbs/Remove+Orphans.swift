internal import IPCDiagnosis
internal import IPCSnapshot
internal import LinuxIPC

/// `rm --orphaned`.
extension Remove {
  func removeOrphans() throws {
    if !dryRun, !orphans.yes, !Terminal.canAsk {
      throw Reference.misuse(
        "--orphaned", "standard input is no terminal, so nobody can be asked",
        hint: "--dry-run shows what would be removed, --yes removes it without a question")
    }
    let context = Context.current()
    var operands = Operands(count: addresses.count)
    let named = try namedOrphans(&operands, in: context)
    let handles = named.map { Array($0.handles.values) } ?? []
    let namespaces =
      handles.isEmpty ? nil : NamespaceSelection(of: handles, seenFrom: context)
    let search = OrphanSearch(
      try orphans.condition(named?.addresses, namespaces, in: context), in: context)
    let found = search.orphans
    let report = OrphanReport(search: search, looking: Looking(context: context))
    if output.isMachineReadable || !found.isEmpty && (dryRun || !orphans.yes) {
      try report.write(output)
    }
    if !output.json { Diagnostics.report(search.coverage) }
    if let named { report.reportKept(of: named) } else { report.reportKept() }
    if named == nil, found.isEmpty, !output.isMachineReadable {
      Diagnostics.write(
        search.coverage.isComplete
          ? "nothing is orphaned" : "nothing is seen to be orphaned")
    }
    var gone = dryRun ? found.count : 0
    if !dryRun, !found.isEmpty {
      if !orphans.yes, !Terminal.confirms("remove \(Counted.these(found.count, "object"))?") {
        Diagnostics.write("nothing was removed")
        if named != nil { throw SilentExit(status: .partial) }
        return
      }
      var removal = OrphanRemoval(condition: search.condition)
      try removal.run(found, in: context)
      gone = removal.removed
    }
    try operands.finish()
    // Each of what was named was to go.
    if let named, gone < named.addresses.count { throw SilentExit(status: .partial) }
  }

  /// The objects that are named and may be removed; nil where none is named.
  private func namedOrphans(
    _ operands: inout Operands, in context: Context
  ) throws -> NamedOrphans? {
    if addresses.isEmpty { return nil }
    var named = NamedOrphans()
    for address in addresses {
      try operands.attempt { () throws(IPCError) in
        let reference = try Reference(address, in: context)
        guard let kind = reference.mechanism as? any OrphanKind.Type else {
          throw OrphanOptions.refusal(of: reference.mechanism, address)
        }
        func find<Kind: OrphanKind>(_ kind: Kind.Type) throws(IPCError) {
          let name = try reference.name(as: kind)
          let handle = try named.handle(of: reference)
          func object() throws(IPCError) -> Kind.Object {
            try reference.run(in: handle, from: context) { (context) throws(IPCError) in
              let object = try kind.removable(name, in: context)
              try kind.checkRemoval(of: object, named: name, in: context)
              return object
            }
          }
          let found = try object()
          let address = Address.text(
            kind: kind.keyword, name: found.name.text, in: reference.namespace)
          named.add(found.identity, address) {
            found.identity.mayBeFound { () throws(IPCError) in try object().identity }
          }
        }
        try find(kind)
      }
    }
    return named
  }
}
