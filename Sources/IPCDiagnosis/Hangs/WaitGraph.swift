package import LinuxIPC

/// Who waits for whom: the threads of the machine, and for each the ways in which its wait may end.
///
/// Plain values, made once and reduced twice. What is assumed: the waits and who holds what were true at one
/// moment, to which the two looks see (`Diagnosis`).
///
/// Thousands may wait for what thousands hold. So threads do not point at each other, but at a group of wakers that
/// all who wait for the same share, that at processes, and these at their threads: there are never more edges
/// than waits, holders and threads.
package struct WaitGraph: Sendable {
  /// A thread.
  package struct Node: Sendable {
    package let id: ThreadID
    /// Whether it goes on whatever the others do, as far as is known.
    package var isFree: Bool
    /// Any of these ends its wait.
    package var alternatives: [Alternative]
  }

  /// One way in which a wait may end.
  package enum Alternative: Sendable {
    /// By somebody who is not known.
    case open
    /// By anybody of the group at this place, and nobody else.
    case group(Int)
  }

  /// Those who may end a wait.
  package struct Group: Sendable {
    /// Any thread of these can.
    package var processes: [Int32]
    /// And each of these.
    package var threads: [ThreadID] = []
  }

  package let nodes: [Node]
  private let isReleased: [Bool]
  /// Of each vertex those by which it is released: first come the threads, then the groups, then the processes.
  private let edges: [[Int]]

  /// - Parameter groups: What the alternatives refer to.
  package init(_ nodes: [Node], _ groups: [Group]) {
    self.nodes = nodes
    var threads: [ThreadID: Int] = [:]
    var processes: [Int32: Int] = [:]
    var edges = nodes.map { node in
      node.alternatives.compactMap { alternative -> Int? in
        guard case .group(let group) = alternative else { return nil }
        return nodes.count + group
      }
    }
    edges += Array(repeating: [], count: groups.count)
    for (place, node) in nodes.enumerated() {
      threads[node.id] = place
      let process = processes[node.id.pid] ?? edges.count
      if process == edges.count {
        processes[node.id.pid] = process
        edges.append([])
      }
      edges[process].append(place)
    }
    for (place, group) in groups.enumerated() {
      edges[nodes.count + place] =
        group.processes.compactMap { processes[$0] } + group.threads.compactMap { threads[$0] }
    }
    self.edges = edges
    isReleased = Self.released(nodes, edges)
  }

  /// Which vertices are released: a thread that is free or has an open alternative, and whatever points at one that
  /// is, until nothing changes.
  private static func released(_ nodes: [Node], _ edges: [[Int]]) -> [Bool] {
    var waiters: [[Int]] = Array(repeating: [], count: edges.count)
    for (vertex, targets) in edges.enumerated() {
      for target in targets { waiters[target].append(vertex) }
    }
    var isReleased = Array(repeating: false, count: edges.count)
    var work = nodes.indices.filter { place in
      nodes[place].isFree
        || nodes[place].alternatives.contains { if case .open = $0 { true } else { false } }
    }
    for place in work { isReleased[place] = true }
    while let vertex = work.popLast() {
      for waiter in waiters[vertex] where !isReleased[waiter] {
        isReleased[waiter] = true
        work.append(waiter)
      }
    }
    return isReleased
  }

  /// Whom all that goes on can never wake: nobody who is left out may end the wait of one who is left.
  ///
  /// A thread is released when anybody is who may end any of its alternatives, until nothing changes. Each step is
  /// generous: an alternative that is open releases at once, a process stands for all its threads, and a call that
  /// waits for all of several things counts as one that waits for any. So what is left is stuck indeed.
  ///
  /// - Returns: The places of the nodes that are left.
  package func reduced() -> Set<Int> {
    Set(nodes.indices.filter { !isReleased[$0] })
  }

  /// The parts of what is left in which everybody waits for everybody, each with an edge inside: the places of their
  /// nodes.
  package func circles() -> [[Int]] {
    var search = ComponentSearch(edges, skipping: isReleased)
    for place in nodes.indices { search.visit(place) }
    // Threads point at groups alone: who waits for himself is in one part with a group.
    return search.components.filter { $0.count > 1 }
      .map { $0.filter { $0 < nodes.count }.sorted() }
  }
}

/// Finds strongly connected components (R. Tarjan, Depth-first search and linear graph algorithms, 1972), without
/// recursion: a chain may be as long as there are threads.
private struct ComponentSearch {
  private let edges: [[Int]]
  /// In the order in which they were met; -1 for what was not.
  private var numbers: [Int]
  private var lowest: [Int]
  private var met = 0
  private var stack: [Int] = []
  private var isOnStack: [Bool]
  private(set) var components: [[Int]] = []

  /// - Parameter isSkipped: The vertices that do not count.
  init(_ edges: [[Int]], skipping isSkipped: [Bool]) {
    self.edges = edges
    numbers = isSkipped.map { $0 ? Int.max : -1 }
    lowest = numbers
    isOnStack = Array(repeating: false, count: edges.count)
  }

  mutating func visit(_ start: Int) {
    guard numbers[start] == -1 else { return }
    var path: [(vertex: Int, next: Int)] = [(start, 0)]
    enter(start)
    while let (vertex, next) = path.last {
      if next < edges[vertex].count {
        path[path.count - 1].next += 1
        let target = edges[vertex][next]
        if numbers[target] == -1 {
          enter(target)
          path.append((target, 0))
        } else if isOnStack[target] {
          lowest[vertex] = min(lowest[vertex], numbers[target])
        }
        continue
      }
      path.removeLast()
      if let parent = path.last?.vertex { lowest[parent] = min(lowest[parent], lowest[vertex]) }
      if lowest[vertex] == numbers[vertex] { leave(vertex) }
    }
  }

  private mutating func enter(_ vertex: Int) {
    numbers[vertex] = met
    lowest[vertex] = met
    met += 1
    stack.append(vertex)
    isOnStack[vertex] = true
  }

  private mutating func leave(_ root: Int) {
    var component: [Int] = []
    while let vertex = stack.popLast() {
      isOnStack[vertex] = false
      component.append(vertex)
      if vertex == root { break }
    }
    components.append(component)
  }
}
