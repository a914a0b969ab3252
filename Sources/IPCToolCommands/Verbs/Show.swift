internal import ArgumentParser
internal import IPCSnapshot
internal import LinuxIPC
internal import Tabulate

/// `show`: everything about objects that are named.
struct Show: SeeingCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show everything about an object.",
    discussion: """
      Attributes, times, limits, the processes that the kernel recorded and what became of them, and \
      who holds or maps it. Looking changes nothing.
      """)

  @Argument(
    help: ArgumentHelp("The objects.", valueName: "address"), completion: .addresses(nil))
  var addresses: [String]

  @OptionGroup var output: OutputOptions

  /// What is told of an object under one heading.
  private struct Property {
    let heading: Heading
    var cell: Cell
    /// Whether it is known from those processes alone that may be looked into.
    let isSeenInProcesses: Bool
  }

  /// An object that was found, ready to be looked at with the holders known.
  private typealias Finding = (Snapshot, ObjectDirectory) -> [Property]

  func run() throws {
    let context = Context.current()
    let references = addresses.map { address in
      Result { () throws(IPCError) in try Self.reference(address, in: context) }
    }
    let named = references.compactMap { try? $0.get().mechanism }
    // One that is not found is told of where its turn comes.
    let handles = references.compactMap { try? $0.get().handle() }
    let namespaces =
      handles.isEmpty ? nil : NamespaceSelection(of: handles, seenFrom: context)
    var snapshot = Snapshot(
      aroundObjectsOf: Catalog.mechanisms.filter { kind in named.contains { $0 == kind } },
      namespaces: namespaces, in: context)
    var operands = Operands(count: addresses.count)
    var findings: [Finding] = []
    for reference in references {
      try operands.attempt { () throws(IPCError) in
        let reference = try reference.get()
        findings.append(try find(reference, reference.mechanism, &snapshot, context))
      }
    }
    let directory = ObjectDirectory(of: snapshot, Catalog.mechanisms)
    try StandardOutput.writing { () throws(OutputError) in
      try write(findings.map { $0(snapshot, directory) }, snapshot.coverage, context)
    }
    if !output.json { Diagnostics.report(snapshot.coverage) }
    try operands.finish()
  }

  private static func reference(
    _ address: String, in context: Context
  ) throws(IPCError) -> Reference {
    // A number alone is what people know of a process.
    if let pid = Int32(address), pid > 0 {
      throw Reference.misuse(
        address, "not an address: it takes the form KIND:NAME, or an absolute path",
        hint: "'ipctool ps \(pid)' lists what a process holds")
    }
    return try Reference(address, followsLinks: true, in: context)
  }

  private func find<Kind: Presented>(
    _ reference: Reference, _ kind: Kind.Type, _ snapshot: inout Snapshot, _ context: Context
  ) throws(IPCError) -> Finding {
    let object = try snapshot.inspect(reference, as: kind, in: context)
    let isWhole = output.isMachineReadable
    return { snapshot, directory in
      let listed = Listed(
        object: object, holders: snapshot.holders(of: object, as: kind),
        waiters: snapshot.waiters(of: object, as: kind),
        peerHolders: directory.peerHolders(of: object.identity), context: context,
        users: UserNames(), examinesProcesses: true,
        namespace: try? reference.handle())
      let columns = kind.columns
      let headings = isWhole ? Catalog.headings : Headings.ordered(columns.map(\.heading))
      let properties = headings.map { heading in
        let column = columns.first { $0.heading.name == heading.name }
        guard let column else {
          return Property(heading: heading, cell: .absent, isSeenInProcesses: false)
        }
        return Property(
          heading: isWhole ? heading : column.digestHeading,
          cell: isWhole ? column.value(listed) : column.digest(listed),
          isSeenInProcesses: !column.inputs.isDisjoint(with: .processes))
      }
      return isWhole ? properties : Self.forPeople(properties, snapshot.coverage)
    }
  }

  /// What is a table of its own comes last; and an empty one says whether all could be seen.
  private static func forPeople(_ properties: [Property], _ coverage: Coverage) -> [Property] {
    let shown = properties.filter {
      $0.heading != .processes && !($0.heading == .values && $0.cell == .list([]))
    }
    let facts = shown.filter { if case .list = $0.cell { false } else { true } }
    let tables = shown.filter { if case .list = $0.cell { true } else { false } }
    return facts
      + tables.map { property in
        var property = property
        if property.isSeenInProcesses, property.cell == .list([]), !coverage.isComplete {
          property.cell = .status("none seen", .notice)
        }
        return property
      }
  }

  private func write(
    _ objects: [[Property]], _ coverage: Coverage, _ context: Context
  ) throws(OutputError) {
    if output.isMachineReadable {
      var writer = try RowWriter(output, array: .objects, headings: [])
      for object in objects { try writer.add(object.map(\.heading), object.map(\.cell)) }
      return try writer.end(coverage)
    }
    var sink = StandardOutput.sink
    let renderer = PropertyListRenderer(style: output.style, now: context.now)
    for (index, object) in objects.enumerated() {
      if index > 0 { try sink.write("\n") }
      try renderer.render(object.map { ($0.heading, $0.cell) }, into: &sink)
    }
    try sink.flush()
  }
}
