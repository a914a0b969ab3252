/// A mechanism whose unit is a stream of bytes: the loops are here, once.
package protocol StreamMechanism: Sending, Receiving, FailureTable {
  /// An end that data can be written to.
  static func end(
    sendingTo name: Name, _ request: SendRequest, in context: Context
  ) throws(IPCError) -> StreamEnd<Self>

  /// An end that data can be read from.
  static func end(
    receivingFrom name: Name, _ request: ReceiveRequest, in context: Context
  ) throws(IPCError) -> StreamEnd<Self>

  /// How much is read when no length is asked for.
  static var usualExtent: StreamExtent { get }
}

/// How much of a stream is read.
package enum StreamExtent: Sendable, Equatable {
  /// What is there, and where that is nothing, what comes next.
  case available
  /// So many bytes, which are waited for.
  case exactly(UInt64)
  /// All, until nobody can write any more.
  case toEnd
}

extension StreamMechanism {
  package static func send(
    _ input: inout some DataInput & ~Copyable, to name: Name, _ request: SendRequest,
    in context: Context
  ) throws(IPCError) {
    let end = try end(sendingTo: name, request, in: context)
    try end.write(&input, until: request.deadline)
  }

  package static func receive(
    from name: Name, _ request: ReceiveRequest, into output: inout some DataOutput & ~Copyable,
    in context: Context
  ) throws(IPCError) {
    if request.length == 0 { return }
    try output.checkReader()
    let end = try end(receivingFrom: name, request, in: context)
    let extent = request.length.map { .exactly($0) } ?? usualExtent
    try end.read(extent, until: request.deadline, into: &output)
  }
}
