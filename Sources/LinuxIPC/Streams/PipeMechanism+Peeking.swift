internal import SystemPackage

extension PipeMechanism {
  package static var peekingOptions: Set<VerbOption> { [.length, .all] }

  /// Copies what is in the pipe to one of our own (tee(2)), through a read end that is borrowed: nothing is
  /// taken, no end is added, and who waits goes on waiting (KERNEL-NOTES section 3.3). The end is given back
  /// before anything is written. A FIFO is never opened: that would set free who waits for the other end (section 3.2).
  package static func peek(
    at name: Name, _ request: ReceiveRequest, into output: inout some DataOutput & ~Copyable,
    in context: Context
  ) throws(IPCError) -> Coverage {
    let pipe = try held(name, in: context)
    // Nothing is in a FIFO that nobody has open.
    let isIdle = pipe.holders.isEmpty
    let copy =
      isIdle
      ? (bytes: [], isCut: false)
      : try pipe.copy(from: pipe.lenders(for: "reading") { $0.access != .write })
    var coverage = isIdle ? pipe.coverage : Coverage()
    let shown = request.length.map { Array(copy.bytes.prefix(Int(clamping: $0))) } ?? copy.bytes
    if copy.isCut, request.length == nil {
      coverage.hide(
        "later bytes", count: nil,
        needs: "a higher fs.pipe-max-size, or "
          + Capabilities.current().missing(of: [.systemResource], for: .reaching))
    }
    guard !shown.isEmpty || request.amount == .all || request.length == 0 else {
      throw IPCError(
        .empty, subject: pipe.subject,
        reason: isIdle ? "it is empty: no process that is seen has it open" : "it is empty")
    }
    try output.write(Message(bytes: shown))
    return coverage
  }

  /// What errno means for calls on pipes.
  static func pipeFailure(of operation: String, errno: Errno) -> Failure? {
    switch (operation, errno) {
    case ("write", .brokenPipe), ("splice", .brokenPipe), ("sendfile", .brokenPipe):
      Failure(.gone, "no process has it open for reading any more")
    case ("write", .resourceTemporarilyUnavailable): Failure(.full, "it is full")
    case ("read", .resourceTemporarilyUnavailable): Failure(.empty, "it is empty")
    default: nil
    }
  }
}
