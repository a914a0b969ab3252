import CLinuxIPC
import LinuxIPC
import Support

/// The verbs of semaphore sets, in the words of a test: nothing waits.
struct Semaphores {
  let context: Context

  init() {
    context = Context.current()
  }

  func create(_ count: UInt64 = 1, value: UInt64? = nil, mode: UInt32? = nil) throws -> Int32 {
    var request = CreationRequest()
    request.count = count
    request.value = value
    request.mode = mode
    let made = try SysVSemaphore.create(nil, request, in: context)
    guard made.isNew, case .id(let id) = made.name else { throw SupportError("not new") }
    return id
  }

  func list() throws -> (objects: [SysVSemaphore.Object], coverage: Coverage) {
    var coverage = Coverage()
    let objects = try SysVSemaphore.objects(in: context, coverage: &coverage)
    return (objects, coverage)
  }

  func inspect(_ id: Int32) throws -> SysVSemaphore.Object {
    try SysVSemaphore.inspect(.id(id), in: context)
  }

  func examine(
    _ object: SysVSemaphore.Object, _ details: Details
  ) -> (object: SysVSemaphore.Object?, coverage: Coverage) {
    var coverage = Coverage()
    let object = SysVSemaphore.examine(object, for: details, in: context, coverage: &coverage)
    return (object, coverage)
  }

  func add(_ value: UInt64 = 1, to id: Int32, index: UInt64 = 0) throws {
    var request = SendRequest()
    request.value = value
    request.index = index
    var nothing = Outbox([])
    try SysVSemaphore.send(&nothing, to: .id(id), request, in: context)
  }

  /// - Returns: What was taken.
  func take(_ value: UInt64 = 1, from id: Int32, index: UInt64? = nil) throws -> [UInt64] {
    var request = ReceiveRequest()
    request.deadline = .immediate
    request.value = value
    request.index = index
    var inbox = Inbox()
    try SysVSemaphore.receive(from: .id(id), request, into: &inbox, in: context)
    return inbox.taken
  }

  func peek(at id: Int32, index: UInt64? = nil) throws -> [UInt64] {
    var request = ReceiveRequest()
    request.index = index
    var inbox = Inbox()
    let coverage = try SysVSemaphore.peek(at: .id(id), request, into: &inbox, in: context)
    guard coverage.isComplete else { throw SupportError("not whole") }
    return inbox.values
  }

  /// Removes `id` and makes a set of `count` members that has the same id, as the kernel allows to who
  /// restores a container (kernel.sem_next_id).
  func replace(_ id: Int32, count: UInt64) throws {
    guard cipc_sem_remove(id) == 0 else { throw SupportError("no set \(id)") }
    try TextFile.write("\(id)", to: "/proc/sys/kernel/sem_next_id")
    guard try create(count) == id else { throw SupportError("another id") }
  }
}
