internal import CLinuxIPC
internal import LinuxIPC
internal import Tabulate

extension UnixSocket: Presented {
  static var ownColumns: [Column<Listed<Object>>] {
    [
      Column(heading: .objectName) { $0.object.address.map { .text(shown($0)) } ?? .absent },
      Column(heading: .path) { row in
        guard let address = row.object.address, address.first == UInt8(ascii: "/") else {
          return .absent
        }
        return .text(address)
      },
      Column(heading: .inode) { .count(UInt64($0.object.inode)) },
      Column(heading: .netNamespace) { SocketColumns.namespace($0.object.netNamespace) },
      Column(heading: .uid) { $0.object.uid.map { .number(Int64($0)) } ?? .absent },
      Column(heading: .user) { row in
        row.object.uid.map { .text(row.users.name($0)) } ?? .absent
      },
      Column(heading: .type) { .text($0.object.type.rawValue) },
      Column(heading: .state) { .text($0.object.state.rawValue) },
      Column(heading: .messages) { $0.object.waiting.map { .count($0) } ?? .absent },
      Column(heading: .messagesLimit) { $0.object.backlog.map { .count($0) } ?? .absent },
      Column(heading: .shutdown) { $0.object.shutdown.word.map { .text($0) } ?? .absent },
      Column(heading: .sendBytes, inputs: .peers) {
        $0.object.sentBytes.map { .bytes($0) } ?? .absent
      },
      SocketColumns.peerHolders(),
      Column(heading: .peers, inputs: .peers) {
        .list($0.object.peers.map(SocketColumns.peer(keyword)))
      },
    ] + queueColumns + fileColumns
  }

  private static var queueColumns: [Column<Listed<Object>>] {
    [
      Column(heading: .nextBytes) { row in
        let (socket, size) = (row.object, row.object.receiveQueue)
        return socket.type == .dgram && size > 0 ? .bytes(UInt64(size)) : .absent
      },
      Column(heading: .sendMemory) { row in
        row.object.isListening ? .absent : .bytes(UInt64(row.object.sendQueue))
      },
    ]
  }

  private static var fileColumns: [Column<Listed<Object>>] {
    [
      Column(heading: .device) { row in
        row.object.file.map { .text(DeviceText.text($0.device)) } ?? .absent
      },
      Column(heading: .fileInode) { row in
        row.object.file.map { .count(UInt64($0.inode)) } ?? .absent
      },
      FileColumns.atPath { $0.found },
      Column(heading: .gid) { row in
        row.object.found?.file.map { .number(Int64($0.gid)) } ?? .absent
      },
      Column(heading: .mode) { row in
        row.object.found?.file.map { .mode($0.mode) } ?? .absent
      },
    ]
  }

  static var tableColumns: [String] {
    ["address", "type", "state", "user", "bytes", "messages", "holders", "peers"]
  }

  /// An abstract name with @ in place of its NUL, as everybody writes it.
  private static func shown(_ address: [UInt8]) -> [UInt8] {
    address.first == 0 ? [UInt8(ascii: "@")] + address.dropFirst() : address
  }
}

extension AtPath {
  fileprivate var file: FileStatus? {
    if case .itself(let status) = self { status } else { nil }
  }
}

extension Heading {
  fileprivate static let nextBytes = Heading(
    name: "next_bytes", title: "NEXT", help: "the size of the first datagram that waits",
    shape: .bytes, alignment: .right)
  fileprivate static let fileInode = Heading(
    name: "file_inode", title: "FILE-INODE", help: "the inode of the file of a socket's path",
    shape: .count, alignment: .right)
}
