internal import SystemPackage

/// A mechanism whose unit is memory: a range of bytes that is read and written in place. The checks
/// and the loops are here, once.
package protocol MemoryMechanism: Sending, Receiving, Peeking {
  /// Runs `body` with the memory of the object, open to read or also to write.
  ///
  /// - Parameter isForced: Whether it may belong to others, who alone keep it: who only looks always may.
  static func withMemory(
    of name: Name, for access: MemoryAccess, isForced: Bool, in context: Context,
    _ body: (borrowing MemoryRegion) throws(IPCError) -> Void
  ) throws(IPCError)
}

/// What is to be done with memory.
package enum MemoryAccess: Sendable {
  case read, write
}

extension MemoryMechanism {
  package static var sendingOptions: Set<VerbOption> { [.offset] }
  package static var receivingOptions: Set<VerbOption> { [.offset, .length] }
  package static var peekingOptions: Set<VerbOption> { [.offset, .length] }

  /// In bytes; what is moved at a time.
  private static var chunkSize: Int { 256 * 1024 }

  package static func send(
    _ input: inout some DataInput & ~Copyable, to name: Name, _ request: SendRequest,
    in context: Context
  ) throws(IPCError) {
    try withMemory(of: name, for: .write, isForced: request.isForced, in: context) {
      (memory) throws(IPCError) in
      try write(&input, to: memory, from: request.offset)
    }
  }

  private static func write(
    _ input: inout some DataInput & ~Copyable, to memory: borrowing MemoryRegion, from start: UInt64
  ) throws(IPCError) {
    guard start <= memory.size else {
      throw memory.tooLarge("offset \(start) lies beyond its \(Counted.words(memory.size, "byte"))")
    }
    let room = memory.size - start
    if let length = input.knownLength, length > room {
      throw memory.tooLarge(
        "no room for \(Counted.words(length, "byte")) at offset \(start) of its \(memory.size); nothing was written"
      )
    }
    var buffer = [UInt8](repeating: 0, count: chunkSize)
    var written: UInt64 = 0
    while true {
      let count: Int
      do throws(IPCError) {
        count = try unsafe buffer.withUnsafeMutableBytesCarrying {
          (bytes) throws(IPCError) in try unsafe input.read(into: bytes)
        }
      } catch {
        throw written == 0 ? error : memory.cutShort(error, written, at: start)
      }
      if count == 0 { return }
      if written == 0, UInt64(count) > room {
        throw memory.tooLarge(
          "the input does not fit its \(Counted.words(memory.size, "byte")) at offset \(start); nothing was written"
        )
      }
      let fitting = Int(min(UInt64(count), room - written))
      do throws(IPCError) {
        try unsafe buffer.withUnsafeMutableBytesCarrying { (bytes) throws(IPCError) in
          let piece = unsafe UnsafeRawBufferPointer(rebasing: bytes[..<fitting])
          try unsafe memory.write(piece, at: start + written)
        }
      } catch {
        throw written == 0 ? error : memory.cutShort(error, written, at: start)
      }
      written += UInt64(fitting)
      if fitting < count {
        throw memory.tooLarge(
          "the input does not fit: \(Counted.were(written, "byte")) written at offset \(start), up to its end"
        )
      }
    }
  }

  package static func receive(
    from name: Name, _ request: ReceiveRequest, into output: inout some DataOutput & ~Copyable,
    in context: Context
  ) throws(IPCError) {
    try withMemory(of: name, for: .read, isForced: request.isForced, in: context) {
      (memory) throws(IPCError) in try read(memory, request, into: &output)
    }
  }

  /// Memory is read in place: to look and to take are one.
  package static func peek(
    at name: Name, _ request: ReceiveRequest, into output: inout some DataOutput & ~Copyable,
    in context: Context
  ) throws(IPCError) -> Coverage {
    var request = request
    request.isForced = true
    try receive(from: name, request, into: &output, in: context)
    return Coverage()
  }

  private static func read(
    _ memory: borrowing MemoryRegion, _ request: ReceiveRequest,
    into output: inout some DataOutput & ~Copyable
  ) throws(IPCError) {
    let start = request.offset
    guard start <= memory.size, (request.length ?? 0) <= memory.size - start else {
      let range =
        request.length.map { "a length of \($0) at offset \(start) reaches" }
        ?? "offset \(start) lies"
      throw memory.tooLarge("\(range) beyond its \(Counted.words(memory.size, "byte"))")
    }
    let length = request.length ?? memory.size - start
    var buffer = [UInt8](repeating: 0, count: Int(min(UInt64(chunkSize), max(length, 1))))
    try unsafe output.writeMemory(length: length) { (consume) throws(IPCError) in
      var done: UInt64 = 0
      while done < length {
        let step = Int(min(UInt64(buffer.count), length - done))
        try unsafe buffer.withUnsafeMutableBytesCarrying { (bytes) throws(IPCError) in
          let piece = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[..<step])
          try unsafe memory.read(into: piece, at: start + done)
          try unsafe consume(UnsafeRawBufferPointer(piece))
        }
        done += UInt64(step)
      }
    }
  }
}
