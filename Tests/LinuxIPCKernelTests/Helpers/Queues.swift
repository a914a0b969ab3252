import CLinuxIPC
import LinuxIPC
import Support

/// The verbs of message queues, in the words of a test: nothing waits.
struct Queues {
  let context: Context

  init() throws {
    context = Context.current()
  }

  func create(mode: UInt32? = nil, capacity: UInt64? = nil) throws -> Int32 {
    var request = CreationRequest()
    request.mode = mode
    request.size = capacity
    let made = try SysVMessageQueue.create(nil, request, in: context)
    guard made.isNew, case .id(let id) = made.name else { throw SupportError("not new") }
    return id
  }

  func list() throws -> (objects: [SysVMessageQueue.Object], coverage: Coverage) {
    var objects: [SysVMessageQueue.Object] = []
    var coverage = Coverage()
    try SysVMessageQueue.enumerate(in: context, coverage: &coverage) { objects.append($0) }
    return (objects, coverage)
  }

  func inspect(_ id: Int32) throws -> SysVMessageQueue.Object {
    try SysVMessageQueue.inspect(.id(id), in: context)
  }

  func send(_ messages: [String], to id: Int32, type: Int64 = 1) throws {
    try send(messages.map { Array($0.utf8) }, to: id, type: type)
  }

  func send(_ messages: [[UInt8]], to id: Int32, type: Int64 = 1) throws {
    var request = SendRequest()
    request.deadline = .immediate
    request.type = type
    var outbox = Outbox(messages)
    try SysVMessageQueue.send(&outbox, to: .id(id), request, in: context)
  }

  func receive(
    from id: Int32, _ selection: MessageSelection = .any, _ amount: ReceiveRequest.Amount? = nil
  ) throws -> [Message] {
    var request = ReceiveRequest()
    request.deadline = .immediate
    request.selection = selection
    request.amount = amount
    var inbox = Inbox()
    try SysVMessageQueue.receive(from: .id(id), request, into: &inbox, in: context)
    return inbox.messages
  }

  func peek(
    at id: Int32, _ selection: MessageSelection = .any, _ amount: ReceiveRequest.Amount? = nil,
    index: UInt64? = nil
  ) throws -> (messages: [Message], coverage: Coverage) {
    var request = ReceiveRequest()
    request.selection = selection
    request.amount = amount
    request.index = index
    var inbox = Inbox()
    let coverage = try SysVMessageQueue.peek(at: .id(id), request, into: &inbox, in: context)
    return (inbox.messages, coverage)
  }

  /// Removes `id` and makes queues until one has its slot: another id of the same index.
  func successor(of id: Int32) throws -> Int32 {
    guard cipc_msg_remove(id) == 0 else { throw SupportError("no queue \(id)") }
    for _ in 0..<100_000 {
      let next = cipc_msgget(0, cipc_ipc_creat | 0o600)
      guard next >= 0 else { throw SupportError("msgget") }
      // Masked down to its index, the old id describes what is there now.
      var queue = cipc_message_queue()
      if unsafe cipc_msg_stat_any(id, &queue) == 0 { return next }
      _ = cipc_msg_remove(next)
    }
    throw SupportError("no id came back")
  }
}
