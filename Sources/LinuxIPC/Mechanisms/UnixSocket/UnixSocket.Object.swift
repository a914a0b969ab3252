extension UnixSocket {
  /// A socket, as sock_diag(7) tells of it.
  package struct Object: Peered {
    /// The file to which a path leads when it is bound.
    package struct File: Sendable, Hashable {
      package let device: UInt64
      /// The kernel tells 32 bits of it.
      package let inode: UInt32

      init(device: UInt64, inode: UInt32) {
        self.device = device
        self.inode = inode
      }

      /// What a socket that is bound to a file tells of that.
      package init(_ status: FileStatus) {
        self.init(device: status.device, inode: UInt32(truncatingIfNeeded: status.inode))
      }

      package func isSameFile(as status: FileStatus) -> Bool { self == File(status) }
    }

    package internal(set) var name: Name
    package let inode: UInt32
    package let type: SocketType
    package let state: State
    package let shutdown: SocketShutdown
    /// As it was given to bind(2), without the NUL behind a path; abstract names begin with one. A socket
    /// that was accepted has its listener's.
    package let address: [UInt8]?
    /// nil for one that has no path.
    package let file: File?
    /// Who made it; nil before Linux 5.3, which does not tell.
    package let uid: UInt32?
    /// Of a listener: connections that wait. Of datagrams: the size of the first one. Else bytes unread.
    package let receiveQueue: UInt32
    /// Of a listener: its backlog. Else memory of what was sent and is not read, in bytes.
    package let sendQueue: UInt32
    /// nil for none; 0 for one that no process holds.
    let peerInode: UInt32?
    /// Of a listener: the clients in its queue.
    var waitingInodes: [UInt32]
    /// Of a connection, the other end; of a client that waits, the listener; of a listener, the clients
    /// that wait. Of datagrams: where they are sent by send(2), then all that send to it so.
    package var peers: [Peer<Name>] = []
    /// Unread at the other end, in bytes; nil when that does not tell.
    package internal(set) var sentBytes: UInt64?
    /// Of the network namespace that was looked at; 0 when /proc does not tell.
    package internal(set) var netNamespace: UInt64 = 0
    package var elsewhere: Namespace?
    /// What was found at the path; nil when it was not looked for.
    package internal(set) var found: AtPath?

    package var identity: ObjectIdentity { SocketIdentity.of(inode: inode) }

    package var isListening: Bool { state == .listening }

    /// Whether its name is its own: neither that of the listener that it was accepted from, nor that of
    /// a client that is at the other end of something.
    package var ownsName: Bool {
      guard address != nil else { return false }
      return type == .dgram || state == .listening || state == .bound
    }

    /// Whether it may be bound to a file that is at `path` where another file system shows it: a file of overlayfs(5) has
    /// the inode of the one below it, and the kernel says of that one that nobody is bound to it.
    package func mayBeBound(through file: FileStatus, at path: [UInt8]) -> Bool {
      guard ownsName, let own = self.file, let address else { return false }
      let below = File(file)
      return own.inode == below.inode && own.device != below.device
        && address.asPlace.name == path.asPlace.name
        && LayeredFiles.mayBeOne(own.device, below.device)
    }

    /// To which it is bound, if that is its own and not relative.
    var path: [UInt8]? {
      ownsName && address?.first == UInt8(ascii: "/") ? address : nil
    }

    /// Whether a file at its path may be its own.
    func mayBeFile(_ status: FileStatus, at path: [UInt8]) -> Bool {
      file.map { $0.isSameFile(as: status) || mayBeBound(through: status, at: path) } ?? true
    }

    package var servedNames: [Name] { [address.flatMap(Name.init(address:))].compactMap(\.self) }

    /// One that is there and known by its inode alone is among the peers.
    package var outsideName: Name? { nil }

    package func sends(to peer: ObjectIdentity) -> Bool {
      type.isConnectionOriented || peerInode.map { SocketIdentity.of(inode: $0) == peer } ?? false
    }

    package var ends: ObjectEnds {
      ObjectEnds(isFull: fill.fraction.map { $0 >= 1 }, isLost: state == .peerGone)
    }

    /// Bytes unread. Of datagrams the kernel tells the size of the first only (unix_inq_len): that there are
    /// none, or an empty one and who knows what behind it, is 0, more is not known.
    package var unreadBytes: UInt64? {
      switch (state, type) {
      case (.listening, _): nil
      case (_, .dgram): receiveQueue == 0 ? 0 : nil
      default: UInt64(receiveQueue)
      }
    }
  }
}
