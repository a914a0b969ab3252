internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

/// To send is to add to the count, to receive is to take it: all of it, or one of a counter that was made
/// as a semaphore (eventfd(2)).
extension EventCounter: Sending, Receiving {
  package static var sendingOptions: Set<VerbOption> { [.value, .force] }
  package static var receivingOptions: Set<VerbOption> { [.force] }

  /// eventfd(2): the largest that write(2) adds, and the largest that there can be.
  static let highestCount = UInt64.max - 1

  package static func send(
    _ input: inout some DataInput & ~Copyable, to name: Name, _ request: SendRequest,
    in context: Context
  ) throws(IPCError) {
    try checkAddable(request.value, address(name))
    let counter = try held(name, in: context)
    try counter.checkUse(isForced: request.isForced)
    let loan = try counter.loan(for: "writing") { _ in true }
    try add(request.value, to: loan.descriptor, until: request.deadline, address(name))
  }

  /// Sees that a value may be added to a count at all.
  static func checkAddable(_ value: UInt64, _ subject: String) throws(IPCError) {
    guard value <= highestCount else {
      throw IPCError(.tooLarge, subject: subject, reason: "at most \(highestCount) can be added")
    }
  }

  static func add(
    _ value: UInt64, to counter: borrowing Descriptor, until deadline: Deadline, _ subject: String
  ) throws(IPCError) {
    if deadline == .immediate, hasNoRoom(for: value, counter) {
      throw error("write", .resourceTemporarilyUnavailable, subject)
    }
    try operate(on: counter, "write", subject, .full, until: deadline) { number, nonblocking in
      unsafe withUnsafeBytes(of: value) { bytes in
        unsafe nonblocking
          ? cipc_write_now(number, bytes.baseAddress, bytes.count)
          : Int64(Glibc.write(number, bytes.baseAddress, bytes.count))
      }
    }
  }

  /// poll(2) tells no more than whether 1 can be added.
  private static func hasNoRoom(for value: UInt64, _ counter: borrowing Descriptor) -> Bool {
    guard let count = try? info("eventfd-count:", radix: 16, of: counter) else { return false }
    return count > highestCount - value
  }

  package static func receive(
    from name: Name, _ request: ReceiveRequest, into output: inout some DataOutput & ~Copyable,
    in context: Context
  ) throws(IPCError) {
    try output.checkReader()
    let subject = address(name)
    let taken = try take(from: name, request, in: context)
    do throws(IPCError) {
      try output.write(values: [taken])
    } catch {
      throw IPCError(
        .system, subject: subject, operation: error.operation, errno: error.errno,
        reason: "\(taken) was taken, and \(error.subject) could not be written: \(error.reason)")
    }
  }

  private static func take(
    from name: Name, _ request: ReceiveRequest, in context: Context
  ) throws(IPCError) -> UInt64 {
    let counter = try held(name, in: context)
    try counter.checkUse(isForced: request.isForced)
    let loan = try counter.loan(for: "reading") { _ in true }
    var value: UInt64 = 0
    try operate(
      on: loan.descriptor, "read", address(name), .empty, until: request.deadline
    ) { number, nonblocking in
      unsafe withUnsafeMutableBytes(of: &value) { bytes in
        unsafe nonblocking
          ? cipc_read_now(number, bytes.baseAddress, bytes.count)
          : Int64(Glibc.read(number, bytes.baseAddress, bytes.count))
      }
    }
    return value
  }

  private static func operate(
    on counter: borrowing Descriptor, _ operation: String, _ subject: String,
    _ timedOut: IPCError.Kind, until deadline: Deadline,
    _ call: (_ number: Int32, _ nonblocking: Bool) -> Int64
  ) throws(IPCError) {
    let number = counter.rawValue
    let meaning = failure(of: operation, errno: .resourceTemporarilyUnavailable)?.reason
    _ = try transfer(
      through: number, until: deadline, operation, subject, timedOut: timedOut,
      detail: { meaning }
    ) { call(number, $0) }
  }
}

extension EventCounter: Peeking {
  package static var peekingOptions: Set<VerbOption> { [] }

  /// fdinfo tells the count, and takes nothing: to read the counter would.
  package static func peek(
    at name: Name, _ request: ReceiveRequest, into output: inout some DataOutput & ~Copyable,
    in context: Context
  ) throws(IPCError) -> Coverage {
    try output.write(values: [try count(of: try held(name, in: context))])
    return Coverage()
  }

  private static func count(of counter: HeldObject) throws(IPCError) -> UInt64 {
    for holder in counter.holders {
      guard let fd = holder.fd,
        let text = try? WholeFile.read([UInt8](path: "/proc/\(holder.pid)/fdinfo/\(fd)")),
        ByteScanner.number(behind: "eventfd-id:", in: text.span) == counter.identity.inode,
        let count = ByteScanner.number(behind: "eventfd-count:", in: text.span, radix: 16)
      else { continue }
      return count
    }
    // One that only a thread with a table of its own holds.
    let loan = try counter.loan(for: "reading") { _ in true }
    let count = try? info("eventfd-count:", radix: 16, of: loan.descriptor)
    guard let count else {
      throw IPCError(.gone, subject: counter.subject, reason: "it has gone while it was looked at")
    }
    return count
  }

  /// A number that the fdinfo of one of our own descriptors has.
  static func info(
    _ label: StaticString, radix: UInt64 = 10, of counter: borrowing Descriptor
  ) throws(Errno) -> UInt64? {
    let text = try WholeFile.read([UInt8](path: "/proc/thread-self/fdinfo/\(counter.rawValue)"))
    return ByteScanner.number(behind: label, in: text.span, radix: radix)
  }
}
