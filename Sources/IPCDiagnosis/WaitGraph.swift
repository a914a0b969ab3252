package import LinuxIPC

/// Who waits for whom: the threads of the machine, and for each the ways in which its wait may end.
///
/// Plain values, made once and reduced twice. What is assumed: the waits and who holds what were true at one
/// moment, to which the two looks see (`Diagnosis`).
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
  package struct Alternative: Sendable {
    /// By any thread of these processes.
    package var processes: [Int32]
    /// By one of these threads.
    package var threads: [ThreadID]
    /// Whether somebody may end it who is not among those.
    package var isOpen: Bool
  }

  package private(set) var nodes: [Node]
  private var places: [ThreadID: Int] = [:]
  private var members: [Int32: [Int]] = [:]

  package init(_ nodes: [Node]) {
    self.nodes = nodes
    for (place, node) in nodes.enumerated() {
      places[node.id] = place
      members[node.id.pid, default: []].append(place)
    }
  }

  /// The nodes that may end an alternative.
  func wakers(of alternative: Alternative) -> [Int] {
    alternative.processes.flatMap { members[$0] ?? [] }
      + alternative.threads.compactMap { places[$0] }
  }

  /// Whom all that goes on can never wake: nobody who is left out may end the wait of one who is left.
  ///
  /// A thread is released when anybody is who may end any of its alternatives, until nothing changes. Each step is
  /// generous: an alternative that is open releases at once, a process stands for all its threads, and a call that
  /// waits for all of several things counts as one that waits for any. So what is left is stuck indeed.
  ///
  /// - Returns: The places of the nodes that are left.
  package func reduced() -> Set<Int> {
    var waiters: [Int: [Int]] = [:]
    var released: [Bool] = Array(repeating: false, count: nodes.count)
    var work: [Int] = []
    for (place, node) in nodes.enumerated() {
      if node.isFree || node.alternatives.contains(where: \.isOpen) {
        released[place] = true
        work.append(place)
        continue
      }
      for waker in Set(node.alternatives.flatMap { wakers(of: $0) }) {
        waiters[waker, default: []].append(place)
      }
    }
    while let place = work.popLast() {
      for waiter in waiters[place] ?? [] where !released[waiter] {
        released[waiter] = true
        work.append(waiter)
      }
    }
    return Set(nodes.indices.filter { !released[$0] })
  }

  /// The parts of `left` in which everybody waits for everybody, each with an edge inside.
  ///
  /// They are the strongly connected components (R. Tarjan, Depth-first search and linear graph algorithms, 1972),
  /// found without recursion: a chain may be as long as there are threads.
  package func circles(among left: Set<Int>) -> [[Int]] {
    var edges: [Int: [Int]] = [:]
    for place in left {
      let wakers = nodes[place].alternatives.flatMap { self.wakers(of: $0) }
      edges[place] = Set(wakers).intersection(left).sorted()
    }
    var search = ComponentSearch(edges)
    for place in left.sorted() { search.visit(place) }
    return search.components.filter { component in
      component.count > 1 || edges[component[0]]?.contains(component[0]) == true
    }
  }
}

/// Finds strongly connected components.
private struct ComponentSearch {
  private let edges: [Int: [Int]]
  private var numbers: [Int: Int] = [:]
  private var lowest: [Int: Int] = [:]
  private var stack: [Int] = []
  private var onStack: Set<Int> = []
  private(set) var components: [[Int]] = []

  init(_ edges: [Int: [Int]]) {
    self.edges = edges
  }

  mutating func visit(_ start: Int) {
    guard numbers[start] == nil else { return }
    var path: [(node: Int, next: Int)] = [(start, 0)]
    enter(start)
    while let (node, next) = path.last {
      let targets = edges[node] ?? []
      if next < targets.count {
        path[path.count - 1].next += 1
        let target = targets[next]
        if numbers[target] == nil {
          enter(target)
          path.append((target, 0))
        } else if onStack.contains(target) {
          lower(node, to: numbers[target])
        }
        continue
      }
      path.removeLast()
      if let parent = path.last { lower(parent.node, to: lowest[node]) }
      if lowest[node] == numbers[node] { leave(node) }
    }
  }

  private mutating func enter(_ node: Int) {
    numbers[node] = numbers.count
    lowest[node] = numbers[node]
    stack.append(node)
    onStack.insert(node)
  }

  private mutating func lower(_ node: Int, to number: Int?) {
    if let number, let known = lowest[node], number < known { lowest[node] = number }
  }

  private mutating func leave(_ root: Int) {
    var component: [Int] = []
    while let node = stack.popLast() {
      onStack.remove(node)
      component.append(node)
      if node == root { break }
    }
    components.append(component.sorted())
  }
}
