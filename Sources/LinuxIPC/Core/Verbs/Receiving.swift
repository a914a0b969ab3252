package import SystemPackage

/// Data can be taken from an object (memory: read from it).
package protocol Receiving: Mechanism {
  /// The options that mean something here.
  static var receivingOptions: Set<VerbOption> { get }

  /// Takes what `request` asks for and gives it to `output`, a piece at a time.
  ///
  /// - Throws: `empty` when a time limit ends the waiting; what was taken before has been written.
  static func receive(
    from name: Name, _ request: ReceiveRequest, into output: inout some DataOutput & ~Copyable,
    in context: Context
  ) throws(IPCError)
}

/// What the next `receive` would return can be seen and is left as it was.
package protocol Peeking: Mechanism {
  /// The options that mean something here.
  static var peekingOptions: Set<VerbOption> { get }

  /// Gives to `output` what `request` asks for.
  ///
  /// - Returns: What was left out, because of its number.
  /// - Throws: `empty` when there is nothing to see, unless all was asked for.
  static func peek(
    at name: Name, _ request: ReceiveRequest, into output: inout some DataOutput & ~Copyable,
    in context: Context
  ) throws(IPCError) -> Coverage
}

/// Where received data goes.
package protocol DataOutput: ~Copyable {
  /// Throws `outputClosed` when nobody reads any more: asked before something is taken.
  func checkReader() throws(IPCError)

  /// One whole message.
  mutating func write(_ message: Message) throws(IPCError)

  /// The values of a set of counters.
  mutating func write(values: [UInt64]) throws(IPCError)

  /// What was taken from a counter of which the caller knows how much he took: said in JSON only.
  mutating func write(taken value: UInt64) throws(IPCError)

  /// One range of memory, `length` bytes, given by `produce` in pieces.
  ///
  /// - Parameter produce: Calls its argument with each piece.
  mutating func writeMemory(
    length: UInt64,
    _ produce: ((UnsafeRawBufferPointer) throws(IPCError) -> Void) throws(IPCError) -> Void
  ) throws(IPCError)

  /// From here on pieces of one stream come, until `endStream`.
  ///
  /// - Parameter sender: The address of who sent it, where there is one.
  mutating func beginStream(from sender: [UInt8]?)

  /// A piece of the stream.
  ///
  /// - Parameter source: Where it was taken from: when it cannot be written it is lost, and the error says so.
  mutating func write(stream piece: UnsafeRawBufferPointer, _ source: String) throws(IPCError)

  /// The stream is whole, or no more of it comes.
  mutating func endStream() throws(IPCError)

  /// Where pieces of the stream go as they are, so that the kernel can move them; nil where it can't.
  mutating func directDescriptor() throws(IPCError) -> Int32?

  /// The kernel has moved so many bytes.
  mutating func noteMoved(_ count: Int)

  /// The error for what stands in the way of writing.
  func error(_ errno: Errno) -> IPCError
}

/// A message as it was queued.
package struct Message: Sendable, Equatable {
  /// Of a System V message.
  package var type: Int64?
  /// Of a POSIX message.
  package var priority: UInt32?
  /// The address of a datagram's sender.
  package var sender: [UInt8]?
  package var bytes: [UInt8]

  package init(type: Int64? = nil, priority: UInt32? = nil, bytes: [UInt8]) {
    self.type = type
    self.priority = priority
    self.bytes = bytes
  }
}

/// What to receive.
package struct ReceiveRequest: Sendable {
  /// How many messages.
  package enum Amount: Sendable, Equatable {
    case count(UInt64)
    /// Until there are no more.
    case all
  }

  package var deadline: Deadline = .never
  /// Whether the deadline was asked for: then also what takes all waits for the first message.
  package var isTimed = false
  /// nil: what is usual for the verb, one message.
  package var amount: Amount?
  package var selection: MessageSelection = .any
  /// Of a peek: the position in the queue, from 0; of a set of counters: the member.
  package var index: UInt64?
  /// What is taken from a counter.
  package var value: UInt64 = 1
  /// Of memory, in bytes.
  package var offset: UInt64 = 0
  /// Of memory, in bytes; nil is to the end.
  package var length: UInt64?

  /// Takes part in what belongs to others.
  package var isForced = false
  /// Makes the object, receives from it, and lets it go again.
  package var isListening = false
  /// Of a socket that is made.
  package var socketType: SocketType?
  /// Those that were given: what means something may depend on the object.
  package var options: Set<VerbOption> = []

  package init() {}

  /// How many messages a peek of all looks at: where the kernel copies a message by its position, each
  /// copy walks the queue from its head under the queue's lock, so that all of a long one takes
  /// seconds (KERNEL-NOTES section 1.3).
  package static let peekLimit: UInt64 = 1000
}

/// Which System V messages are meant, msgrcv(2).
package enum MessageSelection: Sendable, Equatable {
  /// The first one.
  case any
  /// The first one of this type.
  case type(Int64)
  /// The first one of the lowest type that is not above this, which is positive.
  case upTo(Int64)
  /// The first one of any other type.
  case except(Int64)
}
