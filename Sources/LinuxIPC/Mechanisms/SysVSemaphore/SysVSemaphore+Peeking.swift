internal import SystemPackage

extension SysVSemaphore: Peeking {
  package static var peekingOptions: Set<VerbOption> { [.index] }

  package static func peek(
    at name: SystemVName, _ request: ReceiveRequest, into output: inout some DataOutput & ~Copyable,
    in context: Context
  ) throws(IPCError) -> Coverage {
    let subject = address(name)
    let object = try inspect(name, in: context)
    if let index = request.index { try check(index, of: object, subject) }
    let values = try attempt(controlCall, subject) { () throws(Errno) in try Self.values(of: object)
    }
    try output.write(
      values: request.index.map { [UInt64(values[Int($0)])] } ?? values.map { UInt64($0) })
    return Coverage()
  }
}
