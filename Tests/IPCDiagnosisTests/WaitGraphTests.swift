import LinuxIPC
import Testing

@testable import IPCDiagnosis

/// The reduction, on graphs written by hand: each thread is a process of its own, by its number.
struct WaitGraphTests {
  /// - Parameters:
  ///   - waits: Of each process: for each of its alternatives who can end it.
  ///   - free: Those that go on.
  ///   - open: Those with one more alternative that an outsider can end.
  private func graph(
    _ waits: [Int32: [[Int32]]], free: Set<Int32> = [], open: Set<Int32> = []
  ) -> WaitGraph {
    var groups: [WaitGraph.Group] = []
    let nodes = Set(waits.keys).union(free).sorted().map { pid in
      var node = WaitGraph.Node(
        id: ThreadID(pid: pid, tid: pid), isFree: free.contains(pid),
        alternatives: open.contains(pid) ? [.open] : [])
      for wakers in waits[pid] ?? [] {
        node.alternatives.append(.group(groups.count))
        groups.append(WaitGraph.Group(processes: wakers))
      }
      return node
    }
    return WaitGraph(nodes, groups)
  }

  private func circles(_ graph: WaitGraph) -> [[Int32]] {
    graph.circles().map { $0.map { graph.nodes[$0].id.pid } }
      .sorted { $0[0] < $1[0] }
  }

  private func left(_ graph: WaitGraph) -> Set<Int32> {
    Set(graph.reduced().map { graph.nodes[$0].id.pid })
  }

  @Test func findsCirclesOfEveryLength() {
    for length in 1...40 as ClosedRange<Int32> {
      let ring = Dictionary(
        uniqueKeysWithValues: (1...length).map { ($0, [[$0 % length + 1]]) })
      #expect(circles(graph(ring)) == [Array(1...length)])
    }
  }

  /// A chain as long as there may be threads takes no recursion.
  @Test func followsLongChains() {
    let count: Int32 = 50_000
    var chain = Dictionary(
      uniqueKeysWithValues: (1..<count).map { ($0, [[$0 + 1]]) })
    #expect(left(graph(chain, free: [count])).isEmpty)
    chain[count] = [[1]]
    #expect(circles(graph(chain)) == [Array(1...count)])
  }

  /// Whoever waits for one who goes on is no part of a deadlock, however many others he waits for.
  @Test func oneWhoGoesOnReleasesAllBehindHim() {
    #expect(left(graph([1: [[2]], 2: [[3, 4]], 3: [[1]]], free: [4])).isEmpty)
  }

  /// Any alternative is enough, and any waker of it.
  @Test func oneAlternativeIsEnough() {
    #expect(left(graph([1: [[2], [3]], 2: [[1]]], free: [3])).isEmpty)
    #expect(left(graph([1: [[2]], 2: [[1]]], open: [2])).isEmpty)
    #expect(left(graph([1: [[2]], 2: [[1]]], open: [])) == [1, 2])
  }

  @Test func tellsPartsFromWhoIsBehindThem() {
    let graph = graph(
      [1: [[2]], 2: [[1]], 3: [[1]], 4: [[3]], 5: [[6]], 6: [[7]], 7: [[5]], 9: [[8]]], free: [8])
    #expect(circles(graph) == [[1, 2], [5, 6, 7]])
    #expect(left(graph) == [1, 2, 3, 4, 5, 6, 7])
  }

  /// Who waits for nobody who is left, as for the dead owner of a lock, is left and in no circle.
  @Test func whoCannotBeWokenIsInNoCircle() {
    let graph = graph([1: [[]], 2: [[1]]])
    #expect(left(graph) == [1, 2])
    #expect(circles(graph).isEmpty)
  }

  /// Against the definition, on random graphs: who is left is the largest set of which nobody has a waker outside.
  @Test func agreesWithTheDefinition() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      let count = Int32.random(in: 1...7, using: &random)
      var waits: [Int32: [[Int32]]] = [:]
      var free: Set<Int32> = []
      for pid in 1...count {
        if Int.random(in: 0..<4, using: &random) == 0 { free.insert(pid) }
        waits[pid] = (0..<Int.random(in: 1...2, using: &random)).map { _ in
          (1...count).filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
        }
      }
      var best: Set<Int32> = []
      for mask in 0..<(1 << count) {
        let set = Set((1...count).filter { mask >> ($0 - 1) & 1 != 0 })
        let isClosed = set.allSatisfy { pid in
          !free.contains(pid)
            && waits[pid]?.allSatisfy { $0.allSatisfy(set.contains) } == true
        }
        if isClosed { best.formUnion(set) }
      }
      #expect(left(graph(waits, free: free)) == best)
    }
  }
}
