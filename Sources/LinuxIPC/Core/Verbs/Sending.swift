/// Data can be given to an object.
package protocol Sending: Mechanism {
  /// The options that mean something here.
  static var sendingOptions: Set<VerbOption> { get }

  /// Sends what `input` gives.
  ///
  /// - Throws: `tooLarge` before anything is sent where that can be known, `full` when a time limit
  ///   ends the waiting.
  static func send(
    _ input: inout some DataInput & ~Copyable, to name: Name, _ request: SendRequest,
    in context: Context
  ) throws(IPCError)
}

/// Where the data to send comes from: an argument, a file or standard input.
package protocol DataInput: ~Copyable {
  /// The next message; nil when there are no more.
  ///
  /// - Parameter limit: What the object can take, in bytes. Of a longer message at least one byte
  ///   more than that is returned, and not more than is needed to see it.
  mutating func nextMessage(limit: UInt64) throws(IPCError) -> [UInt8]?

  /// How many bytes are left to read, when that is known before reading them.
  var knownLength: UInt64? { get }

  /// Reads what is there, up to the size of `buffer`; 0 is the end.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(IPCError) -> Int

  /// Where all that is left can be read from, so that the kernel can move it; nil where it can't.
  var directDescriptor: Int32? { get }

  /// The kernel has moved so many bytes.
  mutating func noteMoved(_ count: Int)
}

extension DataInput where Self: ~Copyable {
  package var directDescriptor: Int32? { nil }
  package mutating func noteMoved(_ count: Int) {}
}

/// How to send.
package struct SendRequest: Sendable {
  package var deadline: Deadline = .never
  /// Of a System V message: positive.
  package var type: Int64 = 1
  /// Of a POSIX message.
  package var priority: UInt32 = 0
  /// What is added to a counter, and to which member of a set.
  package var value: UInt64 = 1
  package var index: UInt64 = 0
  /// Into memory, in bytes.
  package var offset: UInt64 = 0
  /// Takes part in what belongs to others.
  package var isForced = false
  /// Those that were given: what means something may depend on the object.
  package var options: Set<VerbOption> = []

  package init() {}
}
