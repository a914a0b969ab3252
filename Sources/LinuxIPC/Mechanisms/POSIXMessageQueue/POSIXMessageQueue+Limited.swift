internal import CLinuxIPC
internal import SystemPackage

extension POSIXMessageQueue: Limited {
  package static func limits(in context: Context) throws(IPCError) -> [Limit] {
    let queues = try attempt("open", keyword) { () throws(Errno) in try setting("queues_max") }
    let limit = Limit("queues", value: queues, used: count(), setting: "fs.mqueue.queues_max")
    return [limit, userLimit].compactMap { $0 }
  }

  package static func limits(of object: Object, in context: Context) -> [Limit] {
    var limits: [Limit] = []
    if let attributes = object.attributes {
      limits = [
        Limit(
          "messages in the queue", value: attributes.messagesLimit, used: attributes.messages,
          setting: "--max-messages of a new queue, up to fs.mqueue.msg_max"),
        Limit(
          "bytes in one message", value: attributes.messageSize, used: nil,
          setting: "--message-size of a new queue, up to fs.mqueue.msgsize_max", isBytes: true),
        Limit(
          "bytes in the queue", value: attributes.capacityBytes, used: object.status?.bytes,
          setting: "--max-messages and --message-size of a new queue", isBytes: true),
      ]
    }
    return limits
  }

  /// How many there are, also of those that an ordinary user may not open; nil when that is not to be seen.
  private static func count() -> UInt64? {
    guard let root = try? Root.open(keyword), let names = try? root.names() else { return nil }
    return UInt64(names.count)
  }

  /// Of the user, counted over all IPC namespaces; nil when he has none. What is used of it the kernel
  /// tells nobody.
  private static var userLimit: Limit? {
    guard let bytes = try? userBytes(), bytes != .max else { return nil }
    return Limit(
      "bytes of all queues that the user made", value: bytes, used: nil,
      setting: "RLIMIT_MSGQUEUE (ulimit -q)", isBytes: true)
  }

  /// The corresponding C function is `getrlimit` with RLIMIT_MSGQUEUE.
  static func userBytes() throws(Errno) -> UInt64 {
    var bytes: UInt64 = 0
    _ = try systemCall { unsafe cipc_mq_user_limit(&bytes) }
    return bytes
  }

  /// A setting of the calling thread's IPC namespace, mq_overview(7).
  static func setting(_ name: String) throws(Errno) -> UInt64 {
    let text = try WholeFile.read([UInt8](path: "/proc/sys/fs/mqueue/\(name)"))
    var scanner = ByteScanner()
    guard let value = scanner.decimal(in: text.span, as: UInt64.self) else {
      throw .invalidArgument
    }
    return value
  }
}
