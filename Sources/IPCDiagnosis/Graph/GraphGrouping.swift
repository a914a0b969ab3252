/// Finds nodes of a graph that are alike.
struct GraphGrouping {
  private let graph: Graph
  private let edgesAt: [[Int]]
  /// Processes that have a child of their own name, as a server has that leads its workers.
  private let leaders: Set<Int32>

  init(_ graph: Graph) {
    self.graph = graph
    edgesAt = graph.edgesAtNodes
    var commands: [Int32: [UInt8]] = [:]
    for node in graph.nodes { if let pid = node.pid { commands[pid] = node.command } }
    leaders = Set(
      graph.nodes.compactMap { node in
        node.parent.flatMap { commands[$0] == node.command ? $0 : nil }
      })
  }

  /// Gives those nodes that are alike one group: that of the first.
  ///
  /// - Parameters:
  ///   - groups: Of each node.
  ///   - isWanted: Which nodes may come together.
  func group(_ groups: inout [Int], where isWanted: (GraphNode) -> Bool) {
    group(&groups, least: 2, by: name, where: isWanted)
  }

  /// The same of processes whose names differ in numbers alone, where these are many: of a few the names tell more.
  func groupNumbered(_ groups: inout [Int]) {
    group(&groups, least: Self.leastNumbered, by: { name(of: $0).withoutNumbers }) { $0.pid != nil }
  }

  private static let leastNumbered = 4

  /// - Parameters:
  ///   - least: How many nodes, of whatever groups, have to be alike to become one.
  ///   - name: What alike ones have in common.
  private func group(
    _ groups: inout [Int], least: Int, by name: (GraphNode) -> [UInt8],
    where isWanted: (GraphNode) -> Bool
  ) {
    var alike: [Signature: [Int]] = [:]
    for place in graph.nodes.indices where groups[place] == place {
      guard isWanted(graph.nodes[place]), !edgesAt[place].isEmpty else { continue }
      alike[signature(of: place, name, groups), default: []].append(place)
    }
    let sizes = groups.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    var joined = groups
    for places in alike.values where places.reduce(0, { $0 + (sizes[$1] ?? 0) }) >= least {
      for place in places { joined[place] = places[0] }
    }
    for place in groups.indices { groups[place] = joined[groups[place]] }
  }

  private struct Signature: Hashable {
    let name: [UInt8]
    let isLeader: Bool
    let state: GraphState?
    let links: [Link: Int]
  }

  private struct Link: Hashable {
    let other: Int
    /// What it goes over; nil where the node itself tells.
    let kind: String?
    let name: [UInt8]?
    /// Whether data goes there, comes from there, or both.
    let sends: Bool
    let receives: Bool
    let certainty: GraphEdge.Certainty
    let state: GraphState?
    /// Who hold other ends are not alike, nor is what others hold the other ends of.
    let end: GraphEdge.End?
  }

  private func signature(
    of place: Int, _ name: (GraphNode) -> [UInt8], _ groups: [Int]
  ) -> Signature {
    let node = graph.nodes[place]
    var links: [Link: Int] = [:]
    for edge in edgesAt[place].map({ graph.edges[$0] }) {
      let isBoth = edge.medium.direction == .both
      let link = Link(
        other: groups[edge.other(than: place)], kind: node.role == .object ? nil : edge.medium.kind,
        name: edge.medium.isNamed && node.role != .object ? edge.medium.address : nil,
        sends: isBoth || edge.from == place, receives: isBoth || edge.to == place,
        certainty: edge.medium.certainty, state: edge.medium.state,
        end: node.role == .object ? edge.end?.ofAny : edge.end)
      links[link, default: 0] += edge.count
    }
    return Signature(
      name: name(node), isLeader: node.pid.map(leaders.contains) ?? false, state: node.state,
      links: links)
  }

  /// What alike ones have in common.
  private func name(of node: GraphNode) -> [UInt8] {
    if let command = node.command { return command }
    // Whatever the same processes share in the same way is between them.
    if node.role == .object { return [] }
    let kind = Array((node.kind ?? "").utf8)
    return node.isNamed ? kind + (node.address ?? []) : kind
  }
}

extension [UInt8] {
  /// A name with an asterisk for each number.
  var withoutNumbers: [UInt8] { Array(parts.map { $0.isNumber ? [.asterisk] : $0 }.joined()) }

  /// What names have in common that differ in numbers alone: an asterisk for each number that is not the same in all.
  static func common(_ names: some Sequence<[UInt8]>) -> [UInt8]? {
    var common: [[UInt8]]?
    for name in names {
      let parts = name.parts
      common = common.map { zip($0, parts).map { $0 == $1 ? $0 : [.asterisk] } } ?? parts
    }
    return common.map { Array($0.joined()) }
  }

  /// Its numbers, and what is between them.
  private var parts: [[UInt8]] {
    var parts: [[UInt8]] = []
    for byte in self {
      if let last = parts.last?.last, last.isDigit == byte.isDigit {
        parts[parts.count - 1].append(byte)
      } else {
        parts.append([byte])
      }
    }
    return parts
  }

  private var isNumber: Bool { first?.isDigit ?? false }
}

extension UInt8 {
  fileprivate static var asterisk: UInt8 { UInt8(ascii: "*") }
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
