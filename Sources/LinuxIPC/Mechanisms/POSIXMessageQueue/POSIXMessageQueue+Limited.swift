internal import CLinuxIPC
internal import SystemPackage

extension POSIXMessageQueue: Charging {
  private static let queues = "queues"
  private static let userBytes = "bytes of a user's queues"

  package static func limits(in context: Context) throws(IPCError) -> [Limit] {
    let setting = setting("queues_max")
    do throws(Errno) {
      _ = try setting.number()
    } catch {
      throw IPCError(
        .unsupported, subject: keyword, operation: "open", errno: error,
        reason: "\(setting.name) cannot be read", hint: "needs /proc/sys/fs/mqueue")
    }
    return [
      setting.limit(queues, used: count()),
      Limit(
        userBytes, value: userLimit, used: nil, setting: Resource.queueBytes.setting,
        unit: .bytes, scope: .user, resource: .queueBytes
      ).spanningNamespaces,
      Self.setting("msg_max").limit("messages in one queue", scope: .object),
      Self.setting("msgsize_max").limit("bytes in one message", unit: .bytes, scope: .object),
      Self.setting("msg_default")
        .limit("messages in one queue by default", scope: .object),
      Self.setting("msgsize_default")
        .limit("bytes in one message by default", unit: .bytes, scope: .object),
    ]
  }

  /// The kernel charges who made a queue for all that fits it, whatever is in it.
  package static func charges(
    of object: Object, heldBy holders: [Holder], in context: Context
  ) -> [Charge] {
    [
      Charge(queues, object.file.uid),
      Charge(userBytes, object.file.uid, object.attributes?.charge),
    ]
  }

  package static var chargedDetails: Details { .fill }

  package static func limits(of object: Object, in context: Context) -> [Limit] {
    var limits: [Limit] = []
    if let attributes = object.attributes {
      limits = [
        Limit(
          "messages in the queue", value: attributes.messagesLimit, used: attributes.messages,
          setting: "--max-messages of a new queue, up to fs.mqueue.msg_max"),
        Limit(
          "bytes in one message", value: attributes.messageSize, used: nil,
          setting: "--message-size of a new queue, up to fs.mqueue.msgsize_max", unit: .bytes),
        Limit(
          "bytes in the queue", value: attributes.capacityBytes, used: object.status?.bytes,
          setting: "--max-messages and --message-size of a new queue", unit: .bytes),
      ]
    }
    return limits
  }

  /// How many there are, also of those that an ordinary user may not open; nil when that is not to be seen.
  private static func count() -> UInt64? {
    guard let root = try? Root.open(keyword), let names = try? root.names() else { return nil }
    return UInt64(names.count)
  }

  /// Of our own user, in bytes; nil for one who has none.
  ///
  /// The corresponding C function is `getrlimit` with RLIMIT_MSGQUEUE.
  static var userLimit: UInt64? {
    var bytes: UInt64 = 0
    guard let _ = try? systemCall({ unsafe cipc_mq_user_limit(&bytes) }), bytes != .max else {
      return nil
    }
    return bytes
  }

  /// A setting of the calling thread's IPC namespace, mq_overview(7).
  static func setting(_ name: String) -> KernelSetting { KernelSetting("fs.mqueue.\(name)") }
}
