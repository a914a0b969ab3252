internal import CLinuxIPC

extension InternetSocketObject {
  /// Reads the body of a message, `struct inet_diag_msg` with attributes. Its name is its inode until it
  /// is known what others are called.
  ///
  /// nil for what is cut off in its fixed part.
  ///
  /// - Parameter interface: Gives those of the network namespace that the message is of, by their indices.
  init?(
    parsing body: Span<UInt8>,
    _ interface: (UInt32) -> NetworkInterface? = { NetworkInterface(bound: $0) }
  ) {
    guard let familyNumber: UInt8 = body.number(at: cipc_inet_diag_family_at),
      let family = Self.family(familyNumber),
      let stateNumber: UInt8 = body.number(at: cipc_inet_diag_state_at),
      let localPort: UInt16 = body.number(at: cipc_inet_diag_local_port_at),
      let remotePort: UInt16 = body.number(at: cipc_inet_diag_remote_port_at),
      let local = InternetAddress(family, in: body, at: cipc_inet_diag_local_at),
      let remote = InternetAddress(family, in: body, at: cipc_inet_diag_remote_at),
      let interfaceIndex: UInt32 = body.number(at: cipc_inet_diag_interface_at),
      let receiveQueue: UInt32 = body.number(at: cipc_inet_diag_receive_at),
      let sendQueue: UInt32 = body.number(at: cipc_inet_diag_send_at),
      let uid: UInt32 = body.number(at: cipc_inet_diag_uid_at),
      let inode: UInt32 = body.number(at: cipc_inet_diag_inode_at),
      body.count >= cipc_inet_diag_size
    else { return nil }
    var parts = Parts()
    var attributes = NetlinkAttributes(after: cipc_inet_diag_size)
    while let attribute = attributes.next(in: body) {
      parts.add(attribute.type, body.extracting(attribute.value))
    }
    let interface = interface(interfaceIndex)
    let state = InternetState(number: stateNumber, isBound: localPort != 0)
    self.init(
      name: .inode(inode), inode: inode, state: state,
      local: InternetEndpoint(
        address: local, port: UInt16(bigEndian: localPort), scope: interface),
      remote: state.hasPeer
        ? InternetEndpoint(
          address: remote, port: UInt16(bigEndian: remotePort), scope: interface) : nil,
      uid: uid, receiveQueue: receiveQueue, sendQueue: sendQueue, interface: interface,
      isOnlyV6: parts.isOnlyV6, shutdown: parts.shutdown, memory: parts.memory)
  }

  /// One of which no list tells: it has neither a port nor another end, or nothing is known of these.
  init(unlistedWithInode inode: UInt32, isV6: Bool, uid: UInt32, state: InternetState?) {
    let endpoint = InternetEndpoint(address: isV6 ? .anyV6 : .anyV4, port: 0)
    self.init(
      name: .inode(inode), inode: inode, state: state, local: endpoint, remote: nil,
      uid: uid, receiveQueue: 0, sendQueue: 0, interface: nil, isOnlyV6: nil, shutdown: [],
      memory: nil)
  }

  private static func family(_ number: UInt8) -> InternetAddress.Family? {
    switch Int32(number) {
    case cipc_af_inet: .v4
    case cipc_af_inet6: .v6
    default: nil
    }
  }

  /// What the attributes tell.
  private struct Parts {
    var isOnlyV6: Bool?
    var shutdown: SocketShutdown = []
    var memory: Memory?

    mutating func add(_ type: UInt16, _ value: Span<UInt8>) {
      switch type {
      case cipc_inet_diag_only_v6: isOnlyV6 = value.number(at: 0, as: UInt8.self).map { $0 != 0 }
      case cipc_inet_diag_shutdown: shutdown = SocketShutdown(rawValue: value.number(at: 0) ?? 0)
      case cipc_inet_diag_memory: memory = Self.memory(value)
      default: break
      }
    }

    private static func memory(_ value: Span<UInt8>) -> Memory? {
      let size = Int32(MemoryLayout<UInt32>.size)
      guard let used: UInt32 = value.number(at: cipc_sk_meminfo_receive * size),
        let limit: UInt32 = value.number(at: cipc_sk_meminfo_receive_limit * size)
      else { return nil }
      // Told since Linux 4.7.
      let drops: UInt32? = value.number(at: cipc_sk_meminfo_drops * size)
      return Memory(used: used, limit: limit, drops: drops ?? 0)
    }
  }
}
