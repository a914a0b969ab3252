package import LinuxIPC

extension Graph {
  /// The part of it that some processes reach, which are in it whether they talk or not.
  ///
  /// - Parameters:
  ///   - processes: From whom to go.
  ///   - depth: Through how many others at most: 1 are those to whom they talk, 0 nobody but them. What several share
  ///     is no step.
  package func around(_ processes: [HolderProcess], depth: Int) -> Graph {
    var whole = self
    for process in processes { whole.add(process) }
    return whole.part(around: Set(processes.map(\.pid)), depth: depth)
  }

  private mutating func add(_ process: HolderProcess) {
    guard !nodes.contains(where: { $0.pid == process.pid }) else { return }
    nodes.append(GraphNode(process: process.pid, command: process.command))
  }

  private func part(around pids: Set<Int32>, depth: Int) -> Graph {
    let starts = nodes.indices.filter { nodes[$0].pid.map(pids.contains) ?? false }
    let distances = distances(from: starts, to: depth)
    var kept = edges.indices.filter { isKept(edges[$0], distances, depth) }
    if depth == 0 {
      // Of what several share, one party alone talks to nobody.
      let all = edgesAtNodes
      let shares = Graph.counts(kept.flatMap { [edges[$0].from, edges[$0].to] })
      kept.removeAll { place in
        [edges[place].from, edges[place].to].contains {
          nodes[$0].role == .object && shares[$0] == 1 && all[$0].count > 1
        }
      }
    }
    let keptEdges = Set(kept)
    let included = Set(kept.flatMap { [edges[$0].from, edges[$0].to] }).union(starts)
    var part = Graph()
    var places: [Int: Int] = [:]
    for node in included.sorted() {
      places[node] = part.nodes.count
      part.nodes.append(nodes[node])
    }
    part.edges = kept.map { place in
      var edge = edges[place]
      edge.from = places[edge.from] ?? 0
      edge.to = places[edge.to] ?? 0
      return edge
    }
    part.omissions = omissions.filter { !pids.isDisjoint(with: $0.pids) }
    part.beyond = edges.indices.count { place in
      !keptEdges.contains(place)
        && (included.contains(edges[place].from) || included.contains(edges[place].to))
    }
    return part
  }

  private static func counts(_ places: [Int]) -> [Int: Int] {
    places.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  private func isKept(_ edge: GraphEdge, _ distances: [Int: Int], _ depth: Int) -> Bool {
    guard let from = distances[edge.from], let to = distances[edge.to] else { return false }
    if depth == 0 { return true }
    // What is between two of the last ones is further on than anybody asked for.
    return min(from, to) < depth
  }

  /// How far the nodes are that are no further than `depth`.
  private func distances(from starts: [Int], to depth: Int) -> [Int: Int] {
    let edgesAt = edgesAtNodes
    var distances: [Int: Int] = [:]
    for start in starts { distances[start] = 0 }
    var front = starts
    var distance = 0
    while !front.isEmpty {
      var next: [Int] = []
      func reach(_ node: Int, _ distance: Int) -> Bool {
        guard distance <= depth, distances[node] == nil else { return false }
        distances[node] = distance
        return true
      }
      for node in front where nodes[node].pid != nil {
        for other in edgesAt[node].map({ edges[$0].other(than: node) }) {
          if nodes[other].role == .object {
            guard reach(other, distance) else { continue }
            for party in edgesAt[other].map({ edges[$0].other(than: other) })
            where reach(party, distance + 1) { next.append(party) }
          } else if reach(other, distance + 1) {
            next.append(other)
          }
        }
      }
      front = next
      distance += 1
    }
    return distances
  }
}

extension GraphEdge {
  func other(than node: Int) -> Int { from == node ? to : from }
}
