@testable import IPCDiagnosis
@testable import IPCSnapshot
@testable import LinuxIPC

/// A machine written by hand: objects, and processes that hold them.
struct GraphScene {
  private var pipes: [Pipe.Object] = []
  private var segments: [SysVSharedMemory.Object] = []
  private var queues: [SysVMessageQueue.Object] = []
  private var sockets: [UnixSocket.Object] = []
  private var holds: [Int32: [Finding]] = [:]
  private var names: [Int32: String] = [:]
  var waits = Scene()
  /// Who has ended.
  var dead: Set<Int32> = []

  static let kinds: [any Mechanism.Type] = [
    Pipe.self, SysVMessageQueue.self, SysVSharedMemory.self, UnixSocket.self,
  ]

  mutating func name(_ pid: Int32, _ name: String) { names[pid] = name }

  mutating func hold(
    _ object: ObjectIdentity, _ pid: Int32, _ access: Holder.Access, mappings: UInt32 = 0
  ) {
    let fd = mappings > 0 ? nil : Int32(holds[pid]?.count ?? 0)
    holds[pid, default: []].append(
      Finding(
        object: object, fd: fd, access: access, mappings: mappings, family: 0, sighting: nil))
  }

  /// A pipe, and who has which end.
  mutating func pipe(_ inode: UInt64, from writers: [Int32], to readers: [Int32]) {
    let identity = Wait.object(inode)
    pipes.append(Pipe.Object(identity: identity, state: nil))
    for pid in writers { hold(identity, pid, .write) }
    for pid in readers { hold(identity, pid, .read) }
  }

  /// A segment, and who has it attached how.
  mutating func segment(_ id: UInt64, _ holders: [(Int32, Holder.Access)]) {
    let segment = SysVSharedMemory.Object(
      row: [id, 0, 0o600, 4096, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0], in: .current())
    segments.append(segment)
    for (pid, access) in holders { hold(segment.identity, pid, access, mappings: 1) }
  }

  /// A queue, and who sent and received last.
  mutating func queue(_ id: UInt64, sender: UInt64, receiver: UInt64) {
    queues.append(
      SysVMessageQueue.Object(
        row: [id, 0, 0o600, 0, 0, sender, receiver, 0, 0, 0, 0, 5, 5, 1], namespace: 0))
  }

  /// A socket; `peer` is nil for none.
  mutating func socket(
    _ inode: UInt32, heldBy pids: [Int32], peer: UInt32? = nil, address: String? = nil,
    isListening: Bool = false, waiting: [UInt32] = [], type: SocketType = .stream
  ) {
    let state: UnixSocket.State =
      isListening ? .listening : peer == nil ? .bound : peer == 0 ? .unaccepted : .connected
    sockets.append(
      UnixSocket.Object(
        name: .inode(inode), inode: inode, type: type, state: state, shutdown: [],
        address: address.map { Array($0.utf8) }, file: nil, uid: 0,
        receiveQueue: UInt32(waiting.count), sendQueue: isListening ? 128 : 0,
        peerInode: peer, waitingInodes: waiting))
    for pid in pids { hold(SocketIdentity.of(inode: inode), pid, .readWrite) }
  }

  func graph(own: Int32 = 0, _ kinds: [any Mechanism.Type] = GraphScene.kinds) -> Graph {
    var snapshot = Snapshot(Snapshot.Request(kinds: []), in: .current())
    var sockets = sockets
    UnixSocket.link(&sockets)
    snapshot.replace(pipes, of: Pipe.self)
    snapshot.replace(segments, of: SysVSharedMemory.self)
    snapshot.replace(queues, of: SysVMessageQueue.self)
    snapshot.replace(sockets, of: UnixSocket.self)
    var holdings = Holdings()
    for (pid, findings) in holds.sorted(by: { $0.key < $1.key }) {
      let command = Array((names[pid] ?? "p\(pid)").utf8)
      holdings.add(HolderProcess(pid: pid, command: command, uid: 0), findings)
    }
    holdings.arrange()
    snapshot.holdings = holdings
    return GraphBuilder.graph(
      of: snapshot, waits.diagnosis, kinds, otherWaits: kinds.count > 1, own: own
    ) { [dead] use in
      dead.contains(use.pid) ? nil : LastProcess(use.pid, at: 0)
    }
  }
}

extension Graph {
  /// The edges as `FROM -> TO ADDRESS`, `<->` for both directions, in the order of their text.
  var text: [String] {
    edges.map { edge in
      let arrow = edge.medium.direction == .both ? "<->" : "->"
      let times = edge.count > 1 ? " ×\(edge.count)" : ""
      let state = edge.medium.state.map { " \($0.rawValue)" } ?? ""
      return [edge.from, edge.to].map { Self.short(nodes[$0]) }.joined(separator: " \(arrow) ")
        + " \(String(decoding: edge.medium.address, as: UTF8.self))\(times)\(state)"
    }.sorted()
  }

  private static func short(_ node: GraphNode) -> String {
    node.pid.map(String.init) ?? String(decoding: node.id, as: UTF8.self)
  }

  func count(_ reason: GraphOmission.Reason) -> Int { omissions.count { $0.reason == reason } }
}
