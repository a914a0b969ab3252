import LinuxIPC
import Support

/// The verbs of named semaphores, in the words of a test: nothing waits.
struct NamedSemaphores {
  let context = Context.current()

  func name(_ text: String) throws -> POSIXSemaphore.Name {
    try POSIXSemaphore.Name(parsing: Array(text.utf8))
  }

  @discardableResult
  func create(
    _ name: POSIXSemaphore.Name?, value: UInt64? = nil, mode: UInt32? = nil, orTake: Bool = false
  ) throws -> POSIXSemaphore.Name {
    var request = CreationRequest()
    request.value = value
    request.mode = mode
    request.acceptsExisting = orTake
    return try POSIXSemaphore.create(name, request, in: context).name
  }

  func list() throws -> (objects: [POSIXSemaphore.Object], coverage: Coverage) {
    var coverage = Coverage()
    let objects = try POSIXSemaphore.objects(in: context, coverage: &coverage)
    return (objects, coverage)
  }

  func inspect(_ name: POSIXSemaphore.Name) throws -> POSIXSemaphore.Object {
    try POSIXSemaphore.inspect(name, in: context)
  }

  func examine(
    _ object: POSIXSemaphore.Object
  ) -> (object: POSIXSemaphore.Object?, coverage: Coverage) {
    var coverage = Coverage()
    let found = POSIXSemaphore.examine(object, for: .values, in: context, coverage: &coverage)
    return (found, coverage)
  }

  func send(_ value: UInt64 = 1, to name: POSIXSemaphore.Name) throws {
    var request = SendRequest()
    request.value = value
    var outbox = Outbox([])
    try POSIXSemaphore.send(&outbox, to: name, request, in: context)
  }

  @discardableResult
  func receive(_ value: UInt64 = 1, from name: POSIXSemaphore.Name) throws -> [UInt64] {
    var request = ReceiveRequest()
    request.value = value
    request.deadline = .immediate
    var inbox = Inbox()
    try POSIXSemaphore.receive(from: name, request, into: &inbox, in: context)
    return inbox.taken
  }

  func peek(_ name: POSIXSemaphore.Name) throws -> [UInt64] {
    var inbox = Inbox()
    let coverage = try POSIXSemaphore.peek(at: name, ReceiveRequest(), into: &inbox, in: context)
    guard coverage.isComplete else { throw SupportError("\(coverage)") }
    return inbox.values
  }

  func remove(_ object: POSIXSemaphore.Object) throws {
    try POSIXSemaphore.remove(object, named: object.name, in: context)
  }

  /// The value that python's `posix_ipc` sees.
  func witness(_ text: String) throws -> Int? {
    let script = "import posix_ipc, sys; print(posix_ipc.Semaphore(sys.argv[1]).value)"
    return try Witness.python(script, text).first.flatMap { Int($0) }
  }
}
