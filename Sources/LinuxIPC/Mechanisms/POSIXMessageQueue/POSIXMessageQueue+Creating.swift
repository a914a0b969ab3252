internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

extension POSIXMessageQueue: Creating {
  package static var creationOptions: Set<VerbOption> {
    [.mode, .maxMessages, .messageSize, .existOk]
  }

  package static func create(
    _ name: Name?, _ request: CreationRequest, in context: Context
  ) throws(IPCError) -> (name: Name, isNew: Bool) {
    let subject = name.map(address) ?? keyword
    guard request.maxMessages != 0, request.messageSize != 0 else {
      throw IPCError(
        .usage, subject: subject, reason: "a queue holds at least one message of one byte")
    }
    let wanted: Name = if let name { name } else { try randomName() }
    let mode = request.mode ?? CreationRequest.defaultMode
    do throws(Errno) {
      try setMode(mode, of: try make(wanted, mode, request), wanted)
    } catch {
      if error == .fileExists, request.acceptsExisting { return (wanted, false) }
      throw refused(error, request, subject)
    }
    return (wanted, true)
  }

  /// Beyond the umask: the mode is what was asked for. Until then it allows less, never more. Where it
  /// cannot be set, the queue goes again.
  private static func setMode(
    _ mode: UInt32, of queue: consuming Descriptor, _ name: Name
  ) throws(Errno) {
    let number = queue.rawValue
    do throws(Errno) {
      _ = try systemCall { fchmod(number, mode_t(mode)) }
    } catch {
      try? unsafe name.text.withCPath { (path) throws(Errno) in
        _ = try systemCall { unsafe cipc_mq_unlink(path) }
      }
      throw error
    }
  }

  /// The corresponding C function is `mq_open` with O_CREAT and O_EXCL.
  private static func make(
    _ name: Name, _ mode: UInt32, _ request: CreationRequest
  ) throws(Errno) -> Descriptor {
    // The kernel chooses both sizes or none.
    let isDefault = request.maxMessages == nil && request.messageSize == nil
    var sizes = isDefault ? cipc_mq_attributes() : try sizes(of: request)
    return Descriptor(
      adopting: try unsafe name.text.withCPath { (path) throws(Errno) in
        try systemCall {
          unsafe isDefault ? cipc_mq_create(path, mode, nil) : cipc_mq_create(path, mode, &sizes)
        }
      })
  }

  /// What was asked for, and else what the kernel takes (ipc/mqueue.c, mqueue_get_inode).
  private static func sizes(
    of request: CreationRequest
  ) throws(Errno) -> cipc_mq_attributes {
    cipc_mq_attributes(
      messages_limit: try size(request.maxMessages, or: "msg_default", upTo: "msg_max"),
      message_size: try size(request.messageSize, or: "msgsize_default", upTo: "msgsize_max"),
      messages: 0)
  }

  private static func size(
    _ asked: UInt64?, or usual: String, upTo limit: String
  ) throws(Errno) -> UInt64 {
    if let asked { return asked }
    return min(try setting(usual).number(), try setting(limit).number())
  }

  private static func refused(
    _ errno: Errno, _ request: CreationRequest, _ subject: String
  ) -> IPCError {
    guard let sizes = try? sizes(of: request) else { return error("mq_open", errno, subject) }
    return switch errno {
    case .invalidArgument, .overflow: tooLarge(errno, sizes, subject)
    case .tooManyOpenFiles where hasFreeDescriptor: quotaSpent(errno, sizes, subject)
    default: error("mq_open", errno, subject)
    }
  }

  /// Which of the sizes is above its limit.
  private static func tooLarge(
    _ errno: Errno, _ sizes: cipc_mq_attributes, _ subject: String
  ) -> IPCError {
    let asked = [
      (sizes.messages_limit, setting("msg_max"), "messages"),
      (sizes.message_size, setting("msgsize_max"), "bytes a message"),
    ].map { (size: $0, limit: $1.value() ?? .max, setting: $1.name, words: $2) }
    let above = asked.filter { $0.size > $0.limit }
    guard !above.isEmpty else { return error("mq_open", errno, subject) }
    let reasons = above.map { "\($0.size) \($0.words) are above the limit of \($0.limit)" }
    return IPCError(
      .limit, subject: subject, operation: "mq_open", errno: errno,
      reason: reasons.joined(separator: ", and "),
      hint: Capabilities.needs(
        "a higher \(above.map(\.setting).joined(separator: " and ")),", or: .systemResource))
  }

  /// The kernel says EMFILE also when the user's quota is spent (KERNEL-NOTES section 2.3).
  private static var hasFreeDescriptor: Bool {
    (try? Descriptor(opening: [UInt8](path: "/"), flags: .path)) != nil
  }

  private static func quotaSpent(
    _ errno: Errno, _ sizes: cipc_mq_attributes, _ subject: String
  ) -> IPCError {
    let limit = userLimit.map { "\($0)" } ?? "its"
    var sizes = sizes
    let charge = unsafe cipc_mq_charge(&sizes)
    return IPCError(
      .limit, subject: subject, operation: "mq_open", errno: errno,
      reason: "the user's queues of all IPC namespaces may take \(limit) bytes together"
        + " (RLIMIT_MSGQUEUE), and this one takes \(charge)",
      hint: "remove queues, make smaller ones (--max-messages, --message-size), or raise ulimit -q")
  }

  private static func randomName() throws(IPCError) -> Name {
    Name(file: try POSIXSharedMemory.randomName().file)
  }
}
