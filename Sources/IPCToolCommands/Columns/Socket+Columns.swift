internal import LinuxIPC
internal import Tabulate

/// What the columns of all sockets have in common.
enum SocketColumns {
  /// Turns the other end of a socket of `kind` into its address.
  static func peer<Name: ObjectName>(_ kind: String) -> (Peer<Name>) -> Cell {
    { .text(Address.bytes(kind: kind, name: $0.name.text, in: $0.elsewhere)) }
  }

  /// Who holds what is at the other end: for one socket that is looked at closely.
  static func peerHolders<Object: Peered>() -> Column<Listed<Object>> {
    Column(heading: .peerHolders, inputs: [.holders, .inspection]) { row in
      row.peerHolders.map { .list($0.map(Record<Holder>.holder.cell)) } ?? .absent
    }
  }

  static func namespace(_ inode: UInt64) -> Cell {
    inode == 0 ? .absent : .count(inode)
  }
}

extension Heading {
  static let peerHolders = Heading(
    name: "peer_holders", title: "PEER-HOLDERS",
    help: "the processes that hold the other end; of a listener, those that wait to be accepted",
    shape: .list(Record<Holder>.holder.shape))
  static let shutdown = Heading(
    name: "shutdown", title: "SHUT", help: "directions that are shut: receive, send, both")
  static let sendBytes = Heading(
    name: "send_bytes", title: "SEND-Q", help: "bytes sent that the other end has not taken yet",
    shape: .bytes, alignment: .right)
  static let sendMemory = Heading(
    name: "send_memory", title: "SEND-MEMORY",
    help: "memory taken by what was sent and has not been taken yet", shape: .bytes,
    alignment: .right)
}
