internal import IPCDiagnosis
internal import LinuxIPC
internal import Tabulate

/// An edge with the nodes that it is between.
struct GraphRow: Sendable {
  let edge: GraphEdge
  let from: GraphNode
  let to: GraphNode

  static func all(of graph: Graph) -> [GraphRow] {
    graph.edges.map { edge in
      GraphRow(edge: edge, from: graph.nodes[edge.from], to: graph.nodes[edge.to])
    }
  }
}

extension Record<GraphRow> {
  /// That two talk to each other.
  static let edge = Record([
    Column(
      heading: Heading(name: "from", title: "FROM", help: "the id of a node", isOptional: false)
    ) { .text($0.from.id) },
    Column(
      heading: Heading(name: "to", title: "TO", help: "the id of a node", isOptional: false)
    ) { .text($0.to.id) },
    Column(
      heading: Heading(
        name: "direction", title: "DIRECTION", help: "forward, from one to the other, or both",
        isOptional: false, words: ["forward", "both"])
    ) { .text($0.edge.medium.direction.rawValue) },
    Column(
      heading: Heading(
        name: "address", title: "ADDRESS",
        help: "what it goes over; of a connection the listener's address, where it has one",
        isOptional: false)
    ) { .text($0.edge.medium.address) },
    Column(
      heading: Heading(
        name: "kind", title: "KIND",
        help: "its kind; in a deadlock also file, futex or process, which are none",
        isOptional: false)
    ) { .text($0.edge.medium.kind) },
    Column(
      heading: Heading(
        name: "state", title: "STATE",
        help: "deadlocked, full, stale or unaccepted; null for nothing of that",
        words: GraphState.allCases.map(\.rawValue))
    ) { $0.edge.medium.state.map { .text($0.rawValue) } ?? .absent },
    Column(
      heading: Heading(
        name: "certainty", title: "CERTAINTY",
        help: "how it is known: holder, waiter, or last-operator, which is a hint",
        isOptional: false, words: GraphEdge.Certainty.allCases.map(\.rawValue))
    ) { .text($0.edge.medium.certainty.rawValue) },
    Column(
      heading: Heading(
        name: "count", title: "COUNT", help: "for how many objects, or connections, it stands",
        shape: .number, isOptional: false)
    ) { .number(Int64($0.edge.count)) },
    Column(
      heading: Heading(
        name: "descriptors", title: "DESCRIPTORS",
        help: "through how many descriptors and mappings these are held", shape: .number,
        isOptional: false)
    ) { .number(Int64($0.edge.descriptors)) },
    Column(heading: .bytes) { $0.edge.fill.amount.bytes.map { .bytes($0) } ?? .absent },
    Column(heading: .capacityBytes) {
      $0.edge.fill.amount.capacityBytes.map { .bytes($0) } ?? .absent
    },
    Column(heading: .messages) { $0.edge.fill.amount.messages.map { .count($0) } ?? .absent },
    Column(heading: .messagesLimit) {
      $0.edge.fill.amount.messagesLimit.map { .count($0) } ?? .absent
    },
    Column(
      heading: Heading(
        name: "objects", title: "OBJECTS",
        help:
          "the addresses of all the objects; of a connection those of the ends that the two hold",
        shape: .list(.word), isOptional: false)
    ) { .list($0.edge.objects.map { .text($0) }) },
  ])
}

extension Record<GraphNode> {
  /// Who talks, or what more than two share.
  static let node = Record([
    Column(
      heading: Heading(
        name: "id", title: "ID", help: "what edges name it by", isOptional: false)
    ) { .text($0.id) },
    Column(
      heading: Heading(
        name: "pid", title: "PID", help: "the process; null for what is none", shape: .process)
    ) { $0.pid.map { .process($0, note: nil) } ?? .absent },
    Column(
      heading: Heading(
        name: "command", title: "COMMAND", help: "the name of the process", shape: .text)
    ) { $0.command.map { .text($0) } ?? .absent },
    Column(
      heading: Heading(
        name: "parent_pid", title: "PARENT", help: "the process that it is a child of",
        shape: .process)
    ) { $0.parent.map { .process($0, note: nil) } ?? .absent },
    Column(
      heading: Heading(
        name: "address", title: "ADDRESS",
        help: "of the object, or of the end that is not seen; null for a process")
    ) { $0.address.map { .text($0) } ?? .absent },
    Column(
      heading: Heading(name: "kind", title: "KIND", help: "of the object; null for a process")
    ) { $0.kind.map { .text($0) } ?? .absent },
    Column(
      heading: Heading(
        name: "is_outside", title: "OUTSIDE",
        help: "whether it is on another host, or not seen", shape: .flag, isOptional: false)
    ) { .flag($0.role == .outside) },
    Column(
      heading: Heading(
        name: "state", title: "STATE", help: "as of edges",
        words: GraphState.allCases.map(\.rawValue))
    ) { $0.state.map { .text($0.rawValue) } ?? .absent },
  ])
}

extension Record<Graph> {
  /// What is not drawn.
  static let omitted = Record(
    GraphOmission.Reason.allCases.map { reason in
      Column(
        heading: Heading(
          name: reason.rawValue, title: reason.rawValue, help: reason.help, shape: .number,
          isOptional: false)
      ) { graph in .number(Int64(graph.omissions.count { $0.reason == reason })) }
    } + [
      Column(
        heading: Heading(
          name: "beyond", title: "BEYOND", help: "edges to others than were asked for",
          shape: .number, isOptional: false)
      ) { .number(Int64($0.beyond)) }
    ])
}

extension GraphOmission.Reason {
  /// Of how many it is said.
  var help: String {
    switch self {
    case .alone: "objects that one process alone holds"
    case .listener: "listeners that nobody is connected to"
    case .oneWay: "objects in which none of those who hold them can read what another writes"
    case .unheld: "objects that nobody holds, and nobody who is alive used last"
    }
  }
}
