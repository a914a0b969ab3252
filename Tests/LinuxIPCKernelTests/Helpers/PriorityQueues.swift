import LinuxIPC
import Support

/// The verbs of POSIX message queues, in the words of a test: tiny queues, and nothing waits.
struct PriorityQueues {
  let context = Context.current()

  func name(_ text: String) throws -> POSIXMessageQueue.Name {
    try POSIXMessageQueue.Name(parsing: Array(text.utf8))
  }

  @discardableResult
  func create(
    _ name: POSIXMessageQueue.Name? = nil, mode: UInt32? = nil, messages: UInt64? = 4,
    size: UInt64? = 16, orTake: Bool = false
  ) throws -> POSIXMessageQueue.Name {
    var request = CreationRequest()
    request.mode = mode
    request.maxMessages = messages
    request.messageSize = size
    request.acceptsExisting = orTake
    return try POSIXMessageQueue.create(name, request, in: context).name
  }

  func list() throws -> (objects: [POSIXMessageQueue.Object], coverage: Coverage) {
    var coverage = Coverage()
    let objects = try POSIXMessageQueue.objects(in: context, coverage: &coverage)
    return (objects, coverage)
  }

  func inspect(_ name: POSIXMessageQueue.Name) throws -> POSIXMessageQueue.Object {
    try POSIXMessageQueue.inspect(name, in: context)
  }

  /// With all details; nil when it has gone.
  func examine(
    _ object: POSIXMessageQueue.Object, for details: Details = .all
  ) -> (object: POSIXMessageQueue.Object?, coverage: Coverage) {
    var coverage = Coverage()
    let examined = POSIXMessageQueue.examine(
      object, for: details, in: context, coverage: &coverage)
    return (examined, coverage)
  }

  func send(_ text: String, to name: POSIXMessageQueue.Name, priority: UInt32 = 0) throws {
    try send([Array(text.utf8)], to: name, priority: priority)
  }

  func send(
    _ messages: [[UInt8]], to name: POSIXMessageQueue.Name, priority: UInt32 = 0
  ) throws {
    var request = SendRequest()
    request.deadline = .immediate
    request.priority = priority
    var outbox = Outbox(messages)
    try POSIXMessageQueue.send(&outbox, to: name, request, in: context)
  }

  func receive(
    _ amount: ReceiveRequest.Amount? = nil, from name: POSIXMessageQueue.Name
  ) throws -> [Message] {
    var request = ReceiveRequest()
    request.deadline = .immediate
    request.amount = amount
    var inbox = Inbox()
    try POSIXMessageQueue.receive(from: name, request, into: &inbox, in: context)
    return inbox.messages
  }

  func remove(_ object: POSIXMessageQueue.Object) throws {
    try POSIXMessageQueue.remove(object, named: object.name, in: context)
  }

  /// Mounts the queues of this namespace.
  func mount(at path: String = "/mnt") throws {
    let output = try Program.system("mount", "-t", "mqueue", "none", path).run()
    guard output.status == 0 else { throw SupportError("mount: \(output.errorText)") }
  }
}
