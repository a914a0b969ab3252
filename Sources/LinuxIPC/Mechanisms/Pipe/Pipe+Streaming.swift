extension Pipe: StreamMechanism {
  package static var sendingOptions: Set<VerbOption> { [.force] }
  package static var receivingOptions: Set<VerbOption> { [.length, .force] }
  package static var usualExtent: StreamExtent { .available }

  package static func end(
    sendingTo name: Name, _ request: SendRequest, in context: Context
  ) throws(IPCError) -> StreamEnd<Pipe> {
    let pipe = try held(name, in: context)
    try pipe.checkUse(isForced: request.isForced)
    return StreamEnd(try pipe.loan(for: "writing") { $0.access != .read }, address(name))
  }

  package static func end(
    receivingFrom name: Name, _ request: ReceiveRequest, in context: Context
  ) throws(IPCError) -> StreamEnd<Pipe> {
    let pipe = try held(name, in: context)
    try pipe.checkUse(isForced: request.isForced)
    return StreamEnd(try pipe.loan(for: "reading") { $0.access != .write }, address(name))
  }
}

extension Pipe: Peeking {
  package static var peekingOptions: Set<VerbOption> { [.length, .all] }

  package static func peek(
    at name: Name, _ request: ReceiveRequest, into output: inout some DataOutput & ~Copyable,
    in context: Context
  ) throws(IPCError) -> Coverage {
    try peek(try held(name, in: context), request, into: &output)
  }
}
