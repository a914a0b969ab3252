import LinuxIPC
import Support

/// The verbs of memory, in the words of a test.
struct Memory<Kind: MemoryMechanism & Enumerating & Inspecting & Creating & Removing>
where Kind.Removable == Kind.Object {
  let context = Context.current()

  func create(
    _ name: Kind.Name? = nil, size: UInt64? = nil, mode: UInt32? = nil, orTake: Bool = false
  ) throws -> Kind.Name {
    var request = CreationRequest()
    request.size = size
    request.mode = mode
    request.acceptsExisting = orTake
    return try Kind.create(name, request, in: context).name
  }

  func list() throws -> (objects: [Kind.Object], coverage: Coverage) {
    var objects: [Kind.Object] = []
    var coverage = Coverage()
    try Kind.enumerate(in: context, coverage: &coverage) { objects.append($0) }
    return (objects, coverage)
  }

  func inspect(_ name: Kind.Name) throws -> Kind.Object {
    try Kind.inspect(name, in: context)
  }

  func write(
    _ text: String, to name: Kind.Name, at offset: UInt64 = 0, tellsLength: Bool = true
  ) throws {
    var request = SendRequest()
    request.offset = offset
    var outbox = Outbox([Array(text.utf8)], tellsLength: tellsLength)
    try Kind.send(&outbox, to: name, request, in: context)
  }

  func read(
    _ name: Kind.Name, at offset: UInt64 = 0, length: UInt64? = nil
  ) throws -> [UInt8] {
    var inbox = Inbox()
    try Kind.receive(from: name, Self.range(offset, length), into: &inbox, in: context)
    guard inbox.lengths == [UInt64(inbox.memory.count)] else {
      throw SupportError("\(inbox.lengths) bytes were announced, \(inbox.memory.count) came")
    }
    return inbox.memory
  }

  func peek(
    _ name: Kind.Name, at offset: UInt64 = 0, length: UInt64? = nil
  ) throws -> [UInt8] {
    var inbox = Inbox()
    let coverage = try Kind.peek(
      at: name, Self.range(offset, length), into: &inbox, in: context)
    guard coverage.isComplete else { throw SupportError("\(coverage)") }
    return inbox.memory
  }

  /// How much comes, and how much of it is not zero.
  func gauge(_ name: Kind.Name) throws -> (count: UInt64, nonzero: UInt64) {
    var gauge = Gauge()
    try Kind.receive(from: name, ReceiveRequest(), into: &gauge, in: context)
    return (gauge.count, gauge.nonzero)
  }

  func remove(_ object: Kind.Object) throws {
    try Kind.remove(object, named: object.name, in: context)
  }

  private static func range(_ offset: UInt64, _ length: UInt64?) -> ReceiveRequest {
    var request = ReceiveRequest()
    request.offset = offset
    request.length = length
    return request
  }
}

extension Memory {
  /// What is checked alike for every kind: what does not fit is refused before or where it ends.
  func checkBounds(of name: Kind.Name) -> [IPCError.Kind?] {
    [
      failure { try write("x", to: name, at: 4096) }?.kind,
      failure { try write("xy", to: name, at: 4095) }?.kind,
      failure { try write("", to: name, at: 4097) }?.kind,
      failure { try write("x", to: name, at: .max) }?.kind,
      failure { try read(name, at: 4097) }?.kind,
      failure { try read(name, at: 1, length: 4096) }?.kind,
      failure { try read(name, at: 1, length: .max) }?.kind,
      failure { try read(name, at: .max, length: 1) }?.kind,
      failure { try peek(name, at: .max, length: .max) }?.kind,
    ]
  }
}
