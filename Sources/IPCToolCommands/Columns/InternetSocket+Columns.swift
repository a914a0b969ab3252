internal import LinuxIPC
internal import Tabulate

/// The columns of Internet sockets.
enum InternetColumns {
  static func columns<Kind: InternetSocketKind>(
    of kind: Kind.Type = Kind.self
  ) -> [Column<Listed<InternetSocketObject<Kind>>>] {
    [
      Column(heading: .objectName) { localAddress($0.object) },
      Column(heading: .inode) { .count(UInt64($0.object.inode)) },
      Column(heading: .netNamespace) { SocketColumns.namespace($0.object.netNamespace) },
      Column(heading: .uid) { .number(Int64($0.object.uid)) },
      Column(heading: .user) { .text($0.users.name($0.object.uid)) },
      Column(heading: .type) { _ in .text(Kind.transport.type.rawValue) },
      Column(heading: .state) { $0.object.state.map { .text($0.rawValue) } ?? .absent },
      Column(heading: .shutdown) { $0.object.shutdown.word.map { .text($0) } ?? .absent },
      Column(heading: .localAddress) { localAddress($0.object) },
      Column(heading: .remoteAddress) { row in
        row.object.remote.map { .text($0.text) } ?? .absent
      },
      Column(heading: .family) { .text($0.object.family.rawValue) },
      Column(heading: .onlyV6) { $0.object.isOnlyV6.map { .flag($0) } ?? .absent },
      Column(heading: .interface) { row in
        row.object.interface.map { .text($0.name) } ?? .absent
      },
      SocketColumns.peerHolders(),
      Column(heading: .peers) { .list($0.object.peers.map(SocketColumns.peer(Kind.keyword))) },
    ]
  }

  private static func localAddress<Kind: InternetSocketKind>(
    _ socket: InternetSocketObject<Kind>
  ) -> Cell {
    socket.localEndpoint.map { .text($0.text) } ?? .absent
  }
}

extension TCPSocket: Presented {
  static var ownColumns: [Column<Listed<Object>>] {
    InternetColumns.columns() + [
      Column(heading: .messages) { $0.object.waiting.map { .count($0) } ?? .absent },
      Column(heading: .messagesLimit) { $0.object.backlog.map { .count($0) } ?? .absent },
      Column(heading: .sendBytes) { $0.object.sentBytes.map { .bytes($0) } ?? .absent },
    ]
  }

  static var tableColumns: [String] {
    ["address", "state", "user", "bytes", "messages", "holders", "local_address", "remote_address"]
  }
}

extension UDPSocket: Presented {
  static var ownColumns: [Column<Listed<Object>>] {
    InternetColumns.columns() + [
      Column(heading: .receiveMemory) { memory($0.object.receiveQueue, of: $0.object) },
      Column(heading: .receiveMemoryLimit) { row in
        row.object.memory.map { .bytes(UInt64($0.limit)) } ?? .absent
      },
      Column(heading: .sendMemory) { memory($0.object.sendQueue, of: $0.object) },
      Column(heading: .drops) { row in
        row.object.memory.map { .count(UInt64($0.drops)) } ?? .absent
      },
    ]
  }

  private static func memory(_ bytes: UInt32, of socket: Object) -> Cell {
    socket.state == nil ? .absent : .bytes(UInt64(bytes))
  }

  static var tableColumns: [String] {
    ["address", "state", "user", "drops", "holders", "local_address", "remote_address"]
  }
}

extension Heading {
  fileprivate static let localAddress = Heading(
    name: "local_address", title: "LOCAL", help: "the address and port of this end",
    isWhole: true)
  fileprivate static let remoteAddress = Heading(
    name: "remote_address", title: "REMOTE", help: "the address and port of the other end",
    isWhole: true)
  fileprivate static let family = Heading(
    name: "family", title: "FAMILY", help: "the family of addresses: IPv4, IPv6")
  fileprivate static let onlyV6 = Heading(
    name: "only_ipv6", title: "ONLY-IPV6", help: "whether an IPv6 socket takes no IPv4",
    shape: .flag)
  fileprivate static let interface = Heading(
    name: "interface", title: "INTERFACE", help: "the network interface that a socket is bound to",
    shape: .text)
  fileprivate static let receiveMemory = Heading(
    name: "receive_memory", title: "MEMORY", help: "memory taken by datagrams that wait",
    shape: .bytes, alignment: .right)
  fileprivate static let receiveMemoryLimit = Heading(
    name: "receive_memory_limit", title: "MAX-MEMORY",
    help: "memory that datagrams that wait may take", shape: .bytes, alignment: .right)
  fileprivate static let drops = Heading(
    name: "drops", title: "DROPS", help: "datagrams that were dropped for want of memory",
    shape: .count, alignment: .right)
}
