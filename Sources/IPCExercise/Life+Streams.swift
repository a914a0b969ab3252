internal import LinuxIPC

/// Of some streams nothing is there to be seen between `send` and `recv`: what is written to a FIFO goes on
/// when somebody reads, what a client sent is his listener's when that accepts him.
extension Life {
  /// Whether what was sent stays in the object until it is received.
  ///
  /// A stream that keeps data has a peek that tells that there is none yet; in other words all but those tell
  /// that there is nothing to look into.
  func keepsData(_ address: String) throws(Stop) -> Bool {
    guard kind.unit == .stream else { return true }
    guard kind is any Holdable.Type, kind.has(.peek) else { return false }
    return try attempt(peeking(at: address)).ending == .status(Self.nothingThere)
  }

  /// Sends and receives at the same time.
  mutating func handOver(_ address: String) throws(Stop) {
    let (sending, receiving) = (sending(to: address), receiving(from: address))
    let (input, patience) = (load.input, patience)
    let receiver = try Stop.carrying { () throws(IPCError) in try Command(receiving) }
    let sender = try Stop.carrying { () throws(IPCError) in try Command(sending, input: input) }
    try Stop.carrying { () throws(IPCError) in
      try Command.finish([sender, receiver], within: patience)
    }
    if let failure = sender.failure { throw .failed(failure) }
    begin(.recv)
    if let failure = receiver.failure { throw .failed(failure) }
    try check(receiver, printed: load.output(of: .recv))
  }
}
