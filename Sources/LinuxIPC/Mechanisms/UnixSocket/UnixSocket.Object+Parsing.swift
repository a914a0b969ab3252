internal import CLinuxIPC

extension UnixSocket.Object {
  /// Reads the body of a message, `struct unix_diag_msg` with attributes. Its name is its inode until it
  /// is known what others are called.
  ///
  /// nil for one without an inode, which no process holds, and for what is cut off in its fixed part.
  init?(parsing body: Span<UInt8>) {
    guard let typeNumber: UInt8 = body.number(at: cipc_unix_diag_type_at),
      let stateNumber: UInt8 = body.number(at: cipc_unix_diag_state_at),
      let inode = Self.inode(in: body), let type = SocketType(number: typeNumber),
      body.count >= cipc_unix_diag_size
    else { return nil }
    var parts = Parts()
    var attributes = NetlinkAttributes(after: cipc_unix_diag_size)
    while let attribute = attributes.next(in: body) {
      parts.add(attribute.type, body.extracting(attribute.value))
    }
    self.init(
      name: .inode(inode), inode: inode, type: type,
      state: UnixSocket.State(
        number: stateNumber, type, peer: parts.peer, parts.shutdown, isNamed: parts.address != nil),
      shutdown: parts.shutdown, address: parts.address, file: parts.file, uid: parts.uid,
      receiveQueue: parts.receiveQueue, sendQueue: parts.sendQueue, peerInode: parts.peer,
      waitingInodes: parts.waiting)
  }

  /// The inode alone; nil for one without.
  static func inode(in body: Span<UInt8>) -> UInt32? {
    guard let inode: UInt32 = body.number(at: cipc_unix_diag_inode_at), inode != 0 else {
      return nil
    }
    return inode
  }

  /// What the attributes tell.
  private struct Parts {
    var address: [UInt8]?
    var file: File?
    var uid: UInt32?
    var peer: UInt32?
    var waiting: [UInt32] = []
    var receiveQueue: UInt32 = 0
    var sendQueue: UInt32 = 0
    var shutdown: SocketShutdown = []

    mutating func add(_ type: UInt16, _ value: Span<UInt8>) {
      switch type {
      case cipc_unix_diag_name: address = Self.address(value)
      case cipc_unix_diag_vfs: file = Self.file(value)
      case cipc_unix_diag_peer: peer = value.number(at: 0)
      case cipc_unix_diag_icons: waiting = Self.numbers(value)
      case cipc_unix_diag_rqlen:
        receiveQueue = value.number(at: cipc_unix_diag_rqlen_receive_at) ?? 0
        sendQueue = value.number(at: cipc_unix_diag_rqlen_send_at) ?? 0
      case cipc_unix_diag_shutdown: shutdown = SocketShutdown(rawValue: value.number(at: 0) ?? 0)
      case cipc_unix_diag_uid: uid = value.number(at: 0)
      default: break
      }
    }

    /// The kernel adds a NUL to every path (unix_mkname_bsd).
    private static func address(_ value: Span<UInt8>) -> [UInt8]? {
      guard value.count > 0 else { return nil }
      let isPath = value[0] != 0
      let count = isPath && value[value.count - 1] == 0 ? value.count - 1 : value.count
      return value.bytes(0..<count)
    }

    private static func file(_ value: Span<UInt8>) -> File? {
      guard let inode: UInt32 = value.number(at: cipc_unix_diag_vfs_inode_at),
        let device: UInt32 = value.number(at: cipc_unix_diag_vfs_device_at)
      else { return nil }
      return File(device: cipc_device_of_kernel(device), inode: inode)
    }

    /// 0 is a client that has gone.
    private static func numbers(_ value: Span<UInt8>) -> [UInt32] {
      var numbers: [UInt32] = []
      var offset = 0
      while let number: UInt32 = value.number(at: offset) {
        if number != 0 { numbers.append(number) }
        offset += MemoryLayout<UInt32>.size
      }
      return numbers
    }
  }
}
