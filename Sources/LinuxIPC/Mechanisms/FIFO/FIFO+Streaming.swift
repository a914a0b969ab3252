internal import CLinuxIPC
internal import SystemPackage

/// Who opens one end waits for the other (fifo(7)): so do send and receive, and the time limit counts for that as
/// well. One to which no path leads is reached through who holds it, as a pipe.
extension FIFO {
  package static var usualExtent: StreamExtent { .toEnd }

  package static func end(
    sendingTo name: Name, _ request: SendRequest, in context: Context
  ) throws(IPCError) -> StreamEnd<FIFO> {
    guard case .path(let path) = name else {
      return try end(borrowedFrom: name, for: .write, isForced: request.isForced, in: context)
    }
    try checkUnlocked(name, in: context)
    return StreamEnd(
      try open(path, cipc_o_wronly, until: request.deadline, .full, address(name)), address(name))
  }

  package static func end(
    receivingFrom name: Name, _ request: ReceiveRequest, in context: Context
  ) throws(IPCError) -> StreamEnd<FIFO> {
    let subject = address(name)
    guard case .path(let path) = name else {
      return try end(borrowedFrom: name, for: .read, isForced: request.isForced, in: context)
    }
    try checkUnlocked(name, in: context)
    let end = try open(path, cipc_o_rdonly, until: request.deadline, .empty, subject)
    if request.deadline == .immediate { try checkWriter(end, subject) }
    return StreamEnd(end, subject)
  }

  /// open(2) waits for its lock as well (fs/pipe.c, fifo_open).
  private static func checkUnlocked(_ name: Name, in context: Context) throws(IPCError) {
    // What is wrong with the path opening it tells.
    if let fifo = try? held(name, in: context) { try fifo.checkUnlocked() }
  }

  /// Opens an end of the FIFO itself, whatever takes its name meanwhile.
  private static func open(
    _ path: [UInt8], _ access: Int32, until deadline: Deadline, _ timedOut: IPCError.Kind,
    _ subject: String
  ) throws(IPCError) -> Descriptor {
    let handle = try attempt("open", subject) { () throws(Errno) in
      try Descriptor(opening: path, flags: [.path, .noFollow])
    }
    let file = try attempt("fstat", subject) { () throws(Errno) in try handle.status() }
    guard file.type == .fifo else {
      throw IPCError(.notFound, subject: subject, reason: "\(file.type.words), not a FIFO")
    }
    do throws(WaitFailure) {
      return Descriptor(
        adopting: try Waiting.call(until: deadline) { nonblocking in
          cipc_reopen(handle.rawValue, access, nonblocking ? 1 : 0)
        })
    } catch {
      throw Self.error("open", error, subject, timedOut: timedOut) {
        timedOut == .full ? noReader : noWriter
      }
    }
  }

  /// A reader that does not wait is there at once (fifo(7)), also when nobody writes. Who waited in open(2) to
  /// write has been set free by it: he is given a moment, or he would find his reader gone.
  private static func checkWriter(
    _ end: borrowing Descriptor, _ subject: String
  ) throws(IPCError) {
    let number = end.rawValue
    if cipc_unread(number) > 0 { return }
    guard cipc_pipe_has_writers(number) > 0 else {
      throw error("open", .resourceTemporarilyUnavailable, subject, detail: noWriter)
    }
    _ = try? Waiting.call(until: .after(seconds: 0.1)) { _ in cipc_wait_readable(number, 0) }
  }

  static let noReader = "no process has it open for reading"
  static let noWriter = "no process has it open for writing"

  package static func held(_ name: Name, in context: Context) throws(IPCError) -> HeldObject {
    switch name {
    case .path:
      let object = try inspect(name, in: context)
      return HeldObject.known(object.identity, as: FIFO.self, address(name), in: context)
    case .inode, .file:
      return try HeldObject.find(
        FIFO.self, address(name), where: { name.isNumber(of: $0) }, in: context)
    }
  }
}
