extension Pipe {
  package static var usualExtent: StreamExtent { .available }

  package static func end(
    sendingTo name: Name, _ request: SendRequest, in context: Context
  ) throws(IPCError) -> StreamEnd<Pipe> {
    try end(borrowedFrom: name, for: .write, isForced: request.isForced, in: context)
  }

  package static func end(
    receivingFrom name: Name, _ request: ReceiveRequest, in context: Context
  ) throws(IPCError) -> StreamEnd<Pipe> {
    try end(borrowedFrom: name, for: .read, isForced: request.isForced, in: context)
  }
}
