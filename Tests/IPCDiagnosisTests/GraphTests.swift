import Glibc
import Testing

@testable import IPCDiagnosis
@testable import IPCSnapshot
@testable import LinuxIPC

/// Who talks to whom, on machines written by hand.
struct GraphTests {
  @Test func drawsAPipeline() {
    var scene = GraphScene()
    scene.pipe(7, from: [1], to: [2])
    scene.pipe(8, from: [2], to: [3])
    #expect(scene.graph().text == ["1 -> 2 pipe:7", "2 -> 3 pipe:8"])
    #expect(scene.graph().omissions.isEmpty)
  }

  /// However often a process has it open, it is one party.
  @Test func countsDescriptors() {
    var scene = GraphScene()
    scene.pipe(7, from: [1, 1], to: [2])
    let graph = scene.graph()
    #expect(graph.text == ["1 -> 2 pipe:7"])
    #expect(graph.edges[0].descriptors == 3)
  }

  /// The parent kept its other end.
  @Test func goesWhereDataCanGo() {
    var scene = GraphScene()
    scene.pipe(7, from: [1, 2], to: [1])
    #expect(scene.graph().text == ["2 -> 1 pipe:7"])
    scene = GraphScene()
    scene.pipe(7, from: [1, 2], to: [1, 2])
    #expect(scene.graph().text == ["1 <-> 2 pipe:7"])
  }

  @Test func makesANodeOfWhatMoreThanTwoShare() {
    var scene = GraphScene()
    scene.pipe(7, from: [1, 2], to: [3])
    #expect(
      scene.graph().text == [
        "1 -> pipe:7 pipe:7", "2 -> pipe:7 pipe:7", "pipe:7 -> 3 pipe:7",
      ])
  }

  @Test func countsWhatConnectsNobody() {
    var scene = GraphScene()
    scene.pipe(7, from: [1], to: [1])
    scene.pipe(8, from: [1, 2], to: [])
    scene.socket(20, heldBy: [1], address: "/l", isListening: true)
    scene.socket(21, heldBy: [1], peer: 22)
    scene.socket(22, heldBy: [1], peer: 21)
    scene.queue(3, sender: 0, receiver: 0)
    let graph = scene.graph()
    #expect(graph.edges.isEmpty && graph.nodes.isEmpty)
    #expect(graph.count(.alone) == 2)
    #expect(graph.count(.oneWay) == 1)
    #expect(graph.count(.listener) == 1)
    #expect(graph.count(.unheld) == 1)
  }

  @Test func followsTheRightsToMemory() {
    var scene = GraphScene()
    scene.segment(1, [(1, .mapReadWrite), (2, .mapRead)])
    scene.segment(2, [(1, .mapReadWrite), (2, .mapReadWrite)])
    scene.segment(3, [(1, .mapRead), (2, .mapRead)])
    #expect(scene.graph().text == ["1 -> 2 shm:1", "1 <-> 2 shm:2"])
    #expect(scene.graph().count(.oneWay) == 1)
  }

  /// Both ends are objects: the connection is one edge, by the name that people know.
  @Test func drawsConnectionsByTheirListener() {
    var scene = GraphScene()
    scene.socket(20, heldBy: [1], address: "/l", isListening: true)
    for inode: UInt32 in [30, 40] {
      scene.socket(inode, heldBy: [1], peer: inode + 1, address: "/l")
      scene.socket(inode + 1, heldBy: [2], peer: inode)
    }
    let graph = scene.graph()
    #expect(graph.text == ["1 <-> 2 unix:/l ×2"])
    #expect(graph.count(.listener) == 0)
    #expect(graph.edges[0].objects.count == 4)
    #expect(graph.edges[0].descriptors == 4)
  }

  @Test func drawsWhoIsNotAccepted() {
    var scene = GraphScene()
    scene.socket(20, heldBy: [1], address: "/l", isListening: true, waiting: [21])
    scene.socket(21, heldBy: [2], peer: 0)
    #expect(scene.graph().text == ["2 -> 1 unix:/l unaccepted"])
  }

  /// Who connects to himself and never accepts waits like others, and an accepted connection is his own affair.
  @Test func drawsWhoDoesNotAcceptHimself() {
    var scene = GraphScene()
    scene.socket(20, heldBy: [1], address: "/l", isListening: true, waiting: [21, 22])
    for inode: UInt32 in [21, 22] { scene.socket(inode, heldBy: [1], peer: 0) }
    scene.socket(23, heldBy: [1], peer: 24)
    scene.socket(24, heldBy: [1], peer: 23, address: "/l")
    let graph = scene.graph()
    #expect(
      graph.text == [
        "1 <-> unix:/l#2 unix:/l unaccepted", "unix:/l <-> 1 unix:/l unaccepted",
      ])
    #expect(graph.count(.alone) == 1)
    #expect(graph.count(.listener) == 0)
    // What waits at the listener is told once.
    let picture = Picture(of: graph, collapses: true)
    #expect(picture.boxes.map(\.members.count).sorted() == [1, 2])
    #expect(picture.lines.map(\.fill.amount.messages) == [2])
  }

  /// A listener is one, however many wait there.
  @Test func countsWhoIsNotAcceptedOnce() {
    var scene = GraphScene()
    scene.socket(20, heldBy: [1], address: "/l", isListening: true, waiting: [21, 22])
    for inode: UInt32 in [21, 22] { scene.socket(inode, heldBy: [2], peer: 0) }
    let graph = scene.graph()
    #expect(graph.text == ["2 -> 1 unix:/l ×2 unaccepted"])
    #expect(graph.edges[0].fill.amount.messages == 2)
    // Of 128 that it asked for, though the kernel lets one more wait.
    #expect(graph.edges[0].fill.amount.messagesLimit == 128)
  }

  /// Objects of one address are several all the same.
  @Test func addsUpWhatHasOneAddress() {
    let queues = ([1, 2] as [UInt64]).map { namespace in
      let row: [UInt64] = [7, 0, 0o600, 5, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]
      return GraphObject(
        SysVMessageQueue.Object(row: row, namespace: namespace), SysVMessageQueue.self)
    }
    #expect(Set(queues.map(\.address)).count == 1)
    #expect(GraphFills(queues).sum.amount.messages == 2)
    #expect(GraphFills(queues + queues).sum.amount.bytes == 10)
  }

  /// Datagrams go to whom the sender is connected, and nothing comes back.
  @Test func drawsDatagramsOneWay() {
    var scene = GraphScene()
    scene.socket(20, heldBy: [1], address: "/log", type: .dgram)
    scene.socket(21, heldBy: [2], peer: 20, type: .dgram)
    #expect(scene.graph().text == ["2 -> 1 unix:/log"])
  }

  /// Whoever is not seen has the name of what leads there.
  @Test func drawsWhoIsNotSeen() {
    var scene = GraphScene()
    scene.socket(20, heldBy: [], address: "/l", isListening: true)
    scene.socket(30, heldBy: [], peer: 31, address: "/l")
    scene.socket(31, heldBy: [1], peer: 30)
    scene.socket(40, heldBy: [], peer: 41, address: "/l")
    scene.socket(41, heldBy: [2], peer: 40)
    let graph = scene.graph()
    #expect(graph.nodes.count { $0.role == .outside } == 1)
    #expect(graph.edges.count == 2)
  }

  /// The clients of a server have no name, and are not called by the server's.
  @Test func drawsClientsThatAreNotSeen() {
    var scene = GraphScene()
    scene.socket(20, heldBy: [1], address: "/l", isListening: true)
    for inode: UInt32 in [30, 40] {
      scene.socket(inode, heldBy: [1], peer: inode + 1, address: "/l")
      scene.socket(inode + 1, heldBy: [], peer: inode)
    }
    let graph = scene.graph()
    #expect(graph.nodes.filter { $0.role == .outside }.map(\.isNamed) == [false, false])
    #expect(Set(graph.edges.map(\.medium.address)) == [Array("unix:/l".utf8)])
    #expect(Picture(of: graph, collapses: true).lines.map(\.count) == [2])
  }

  @Test func tellsEvidenceFromHolders() throws {
    let own = UInt64(getpid())
    var scene = GraphScene()
    scene.queue(3, sender: 1, receiver: own)
    let graph = scene.graph()
    #expect(graph.text == ["1 -> \(own) msg:3"])
    #expect(graph.edges[0].medium.certainty == .lastOperator)
    scene.dead = [1]
    #expect(scene.graph().edges.isEmpty)
  }

  @Test func leavesOutWhoLooks() {
    var scene = GraphScene()
    scene.pipe(7, from: [9], to: [1])
    let graph = scene.graph(own: 9)
    #expect(graph.nodes.isEmpty)
  }

  @Test func marksDeadlocks() throws {
    var scene = GraphScene()
    scene.pipe(7, from: [1], to: [2])
    scene.pipe(8, from: [2], to: [1])
    scene.pipe(9, from: [2], to: [3])
    scene.waits.add(1, .pipe(8, by: 2))
    scene.waits.add(2, .pipe(7, by: 1))
    let graph = scene.graph()
    #expect(
      graph.text == ["1 -> 2 pipe:7 deadlocked", "2 -> 1 pipe:8 deadlocked", "2 -> 3 pipe:9"])
    #expect(graph.nodes.filter { $0.state == .deadlocked }.compactMap(\.pid).sorted() == [1, 2])
  }

  /// What is of no kind is drawn in a deadlock alone, and only when all kinds are.
  @Test func drawsLocksOfDeadlocks() {
    var scene = GraphScene()
    scene.waits.add(1, .lock(2))
    scene.waits.add(2, .lock(1))
    scene.waits.add(3, .lock(1))
    let graph = scene.graph()
    #expect(graph.text == ["1 -> 2 futex:1/0x10 deadlocked", "2 -> 1 futex:1/0x10 deadlocked"])
    #expect(graph.nodes.map(\.command) == [Array("p1".utf8), Array("p2".utf8)].reversed())
    #expect(scene.graph([Pipe.self]).edges.isEmpty)
  }

  @Test func marksWhatIsFull() {
    var scene = GraphScene()
    scene.pipe(7, from: [1], to: [2])
    scene.waits.add(1, .pipe(7, .room, by: 2))
    #expect(scene.graph().text == ["1 -> 2 pipe:7 full"])
  }

  @Test func drawsKindsAlone() {
    var scene = GraphScene()
    scene.pipe(7, from: [1], to: [2])
    scene.segment(1, [(1, .mapReadWrite), (2, .mapRead)])
    #expect(scene.graph([SysVSharedMemory.self]).text == ["1 -> 2 shm:1"])
  }

  /// A chain of five, beside a segment that the first shares with two others.
  private var chain: Graph {
    var scene = GraphScene()
    for pid: Int32 in 1...4 { scene.pipe(UInt64(pid), from: [pid], to: [pid + 1]) }
    scene.segment(1, [(1, .mapReadWrite), (8, .mapRead), (9, .mapRead)])
    return scene.graph()
  }

  private func reached(_ pids: [Int32], _ depth: Int) -> [Int32] {
    let processes = pids.map { HolderProcess(pid: $0, command: [], uid: 0) }
    return chain.around(processes, depth: depth).nodes.compactMap(\.pid).sorted()
  }

  @Test func findsTheNeighbourhood() {
    #expect(reached([3], 1) == [2, 3, 4])
    #expect(reached([3], 2) == [1, 2, 3, 4, 5])
    // What several share is no step.
    #expect(reached([8], 1) == [1, 8, 9])
    #expect(reached([8], 2) == [1, 2, 8, 9])
    #expect(reached([3], 0) == [3])
    #expect(reached([7], 1) == [7])
    let part = chain.around([HolderProcess(pid: 3, command: [], uid: 0)], depth: 1)
    #expect(part.text == ["2 -> 3 pipe:2", "3 -> 4 pipe:3"])
    #expect(part.beyond == 2)
    let among = chain.around(
      [2, 3, 5].map { HolderProcess(pid: $0, command: [], uid: 0) }, depth: 0)
    #expect(among.text == ["2 -> 3 pipe:2"])
  }
}
