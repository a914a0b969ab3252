/// Who talks to whom, over what, and in which direction: a value made of a snapshot.
package struct Graph: Sendable {
  package internal(set) var nodes: [GraphNode] = []
  package internal(set) var edges: [GraphEdge] = []
  /// What is not drawn.
  package internal(set) var omissions: [GraphOmission] = []
  /// How many edges lead out of what was asked for.
  package internal(set) var beyond = 0

  /// How many things are not drawn for each reason, of those for which some are not.
  package var omitted: [(reason: GraphOmission.Reason, count: Int)] {
    let counts = omissions.reduce(into: [:]) { $0[$1.reason, default: 0] += 1 }
    return GraphOmission.Reason.allCases.compactMap { reason in
      counts[reason].map { (reason, $0) }
    }
  }

  /// The places of the edges at each node.
  var edgesAtNodes: [[Int]] {
    var places = [[Int]](repeating: [], count: nodes.count)
    for (place, edge) in edges.enumerated() {
      places[edge.from].append(place)
      places[edge.to].append(place)
    }
    return places
  }
}
