internal import CLinuxIPC
internal import SystemPackage

extension POSIXMessageQueue {
  /// A queue, open by its name in the calling thread's IPC namespace.
  struct Handle: ~Copyable {
    let descriptor: Descriptor
    /// Whether its text may be read.
    let isReadable: Bool

    /// Opens it to look at, for which the right to write will do.
    ///
    /// The corresponding C function is `mq_open`.
    init(lookingAt name: Name) throws(Errno) {
      do throws(Errno) {
        descriptor = try Self.open(name, .readOnly)
        isReadable = true
      } catch .permissionDenied {
        descriptor = try Self.open(name, .writeOnly)
        isReadable = false
      }
    }

    /// The corresponding C function is `mq_open`.
    static func open(_ name: Name, _ flags: OpenFlags) throws(Errno) -> Descriptor {
      Descriptor(
        adopting: try unsafe name.text.withCPath { (path) throws(Errno) in
          try systemCall { unsafe cipc_mq_open(path, flags.rawValue) }
        })
    }

    /// Changes nothing (KERNEL-NOTES section 2.2).
    func attributes() throws(Errno) -> Attributes {
      try POSIXMessageQueue.attributes(of: descriptor)
    }

    /// Moves the access and change times (KERNEL-NOTES section 2.2); nil for text that is not known.
    func status() throws(Errno) -> Status? {
      // Its size is fixed, st_size (ipc/mqueue.c, FILENT_SIZE).
      var text = [UInt8](repeating: 0, count: 128)
      let count = try unsafe text.withUnsafeMutableBytesCarrying { (buffer) throws(Errno) in
        try unsafe descriptor.read(into: buffer, at: 0)
      }
      return Status(parsing: text.span.extracting(0..<count))
    }
  }

  /// The corresponding C function is `mq_getattr`.
  static func attributes(of queue: borrowing Descriptor) throws(Errno) -> Attributes {
    let queue = queue.rawValue
    var attributes = cipc_mq_attributes()
    _ = try systemCall { unsafe cipc_mq_attributes(queue, &attributes) }
    return Attributes(attributes)
  }
}
