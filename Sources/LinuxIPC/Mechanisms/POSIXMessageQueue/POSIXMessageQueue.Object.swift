extension POSIXMessageQueue {
  /// A queue: its file, and what was found out about it besides.
  package struct Object: IPCObject {
    package let name: Name
    package let file: FileStatus
    /// The inode of its IPC namespace; 0 when /proc does not tell.
    package let namespace: UInt64
    /// nil when it was not asked for, or may not be had.
    package internal(set) var attributes: Attributes?
    /// nil when it was not asked for, or may not be read.
    package internal(set) var status: Status?

    package var elsewhere: Namespace?

    init(name: Name, file: FileStatus, namespace: UInt64) {
      self.name = name
      self.file = file
      self.namespace = namespace
    }

    /// Every IPC namespace has a device of its own.
    package var identity: ObjectIdentity {
      ObjectIdentity(.file, device: file.device, inode: file.inode)
    }

    package var fill: Fill {
      Fill(
        bytes: status?.bytes, capacityBytes: attributes?.capacityBytes,
        messages: attributes?.messages, messagesLimit: attributes?.messagesLimit, canFillUp: true)
    }
  }
}
