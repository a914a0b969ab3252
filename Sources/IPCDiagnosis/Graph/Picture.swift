/// A graph as a person looks at it: processes that are alike are one box, and what goes the same way between two
/// boxes is one line.
///
/// Alike are processes of one name that talk to the same others over the same, and none of which leads others of its
/// name, and so are several whose names differ in numbers alone; and objects, of whatever kind, that the same processes
/// share in the same way.
package struct Picture: Sendable {
  package struct Box: Sendable {
    /// Places among the nodes of the graph, by pid.
    package let members: [Int]
    /// What its processes are called, an asterisk for numbers that differ; nil for what are none.
    package let command: [UInt8]?
  }

  package struct Line: Sendable {
    /// Places among the boxes.
    package let from: Int
    package let to: Int
    /// Of several edges that of one, which is like the others but for the address.
    package let medium: GraphEdge.Medium
    /// Whether its address is that of all of them.
    package let hasAddress: Bool
    /// As of an edge, where it is the same of all of them.
    package let end: GraphEdge.End?
    package internal(set) var count: Int
    fileprivate var fills: GraphFills

    /// Of what many share each has an edge to it, and there is one fill.
    package var fill: GraphFill { fills.sum }

    /// Adds what goes over another that looks the same, to another box.
    package mutating func add(_ other: Line) {
      count += other.count
      fills.add(other.fills)
    }
  }

  package let graph: Graph
  package private(set) var boxes: [Box] = []
  package private(set) var lines: [Line] = []

  /// - Parameter collapses: Whether what is alike is put together.
  package init(of graph: Graph, collapses: Bool) {
    self.graph = graph
    var groups = Array(graph.nodes.indices)
    if collapses {
      let grouping = GraphGrouping(graph)
      grouping.group(&groups) { $0.pid == nil }
      grouping.group(&groups) { $0.pid != nil }
      grouping.groupNumbered(&groups)
      // What is shared by those who are alike may be alike only now.
      grouping.group(&groups) { $0.pid == nil }
    }
    var places: [Int: Int] = [:]
    var members: [[Int]] = []
    for (node, group) in groups.enumerated() {
      let place = places[group] ?? members.count
      if place == members.count {
        places[group] = place
        members.append([])
      }
      members[place].append(node)
    }
    boxes = members.map { members in
      Box(
        members: members.sorted {
          (graph.nodes[$0].pid ?? 0, $0) < (graph.nodes[$1].pid ?? 0, $1)
        }, command: .common(Set(members.compactMap { graph.nodes[$0].command })))
    }
    drawLines(groups.map { places[$0] ?? 0 })
  }

  /// Where a box stands among others: processes by pid, what are none before them.
  package func order(of box: Int) -> (Int32, Int) {
    (graph.nodes[boxes[box].members[0]].pid ?? 0, box)
  }

  private struct LineKey: Hashable {
    let from: Int
    let to: Int
    let kind: String
    /// nil for one that is only a number.
    let name: [UInt8]?
    let medium: [String?]
  }

  /// - Parameter boxes: Of each node.
  private mutating func drawLines(_ boxes: [Int]) {
    var known: [LineKey: Int] = [:]
    for edge in graph.edges {
      let medium = edge.medium
      let (from, to) = (boxes[edge.from], boxes[edge.to])
      let isTurned = medium.direction == .both && to < from
      // What a node is, it tells itself.
      let isTold = [edge.from, edge.to].contains { graph.nodes[$0].role == .object }
      let key = LineKey(
        from: isTurned ? to : from, to: isTurned ? from : to, kind: isTold ? "" : medium.kind,
        name: medium.isNamed && !isTold ? medium.address : nil,
        medium: [medium.direction.rawValue, medium.certainty.rawValue, medium.state?.rawValue])
      if let place = known[key] {
        lines[place].add(edge)
      } else {
        known[key] = lines.count
        lines.append(
          Line(
            from: key.from, to: key.to, medium: medium, hasAddress: true, end: edge.end,
            count: edge.count, fills: edge.fills))
      }
    }
  }

  /// Boxes that lines connect, each part in the order of its boxes; those with something that is wrong first.
  package var parts: [[Int]] {
    var roots = Array(boxes.indices)
    func root(_ place: Int) -> Int {
      var place = place
      while roots[place] != place {
        roots[place] = roots[roots[place]]
        place = roots[place]
      }
      return place
    }
    for line in lines { roots[root(line.from)] = root(line.to) }
    var states = [Int](repeating: 0, count: boxes.count)
    for line in lines {
      let rank = line.medium.state.flatMap { GraphState.allCases.firstIndex(of: $0) } ?? -1
      states[root(line.from)] = max(states[root(line.from)], rank + 1)
    }
    var parts: [Int: [Int]] = [:]
    for place in boxes.indices { parts[root(place), default: []].append(place) }
    return parts.sorted { one, other in
      let ranks = (states[one.key], states[other.key])
      if ranks.0 != ranks.1 { return ranks.0 > ranks.1 }
      if one.value.count != other.value.count { return one.value.count > other.value.count }
      return one.value[0] < other.value[0]
    }.map(\.value)
  }
}

extension Picture.Line {
  fileprivate mutating func add(_ edge: GraphEdge) {
    self = Self(
      from: from, to: to, medium: medium, hasAddress: medium.isNamed,
      end: end == edge.end ? end : end?.ofAny == edge.end?.ofAny ? end?.ofAny : nil,
      count: count + edge.count, fills: fills)
    fills.add(edge.fills)
  }
}
