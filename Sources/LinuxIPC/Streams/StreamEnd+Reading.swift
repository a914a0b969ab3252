internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

extension StreamEnd {
  /// Reads so much and gives it to `output`.
  ///
  /// - Throws: `empty` when the time limit ends the waiting, `gone` when nobody can write what is waited
  ///   for. What was read before has been written, and the error says how much that is.
  func read(
    _ extent: StreamExtent, until deadline: Deadline,
    into output: inout some DataOutput & ~Copyable
  ) throws(IPCError) {
    output.beginStream(from: sender)
    var received: UInt64 = 0
    do throws(IPCError) {
      try read(extent, until: deadline, &received, into: &output)
    } catch {
      // What a form of output gathers until the end is given out now.
      if received > 0, error.kind != .outputClosed { try? output.endStream() }
      throw error.after(bytes: received, "received")
    }
    try output.endStream()
  }

  private func read(
    _ extent: StreamExtent, until deadline: Deadline, _ received: inout UInt64,
    into output: inout some DataOutput & ~Copyable
  ) throws(IPCError) {
    var wanted: UInt64
    switch extent {
    case .exactly(let length): wanted = length
    case .toEnd: wanted = .max
    case .available:
      wanted = try waitForData(until: deadline)
      if wanted == 0 {
        if endsWithWriters { return }
        throw ended
      }
    }
    // What is moved within the kernel loses descriptors that come with it, and nothing tells.
    if extent != .available, deadline == .never, passed == nil {
      try splice(&wanted, &received, into: &output)
    }
    var buffer = [UInt8](repeating: 0, count: Int(min(UInt64(Self.readSize), max(wanted, 1))))
    while wanted > 0 {
      try output.checkReader()
      let size = Int(min(wanted, UInt64(buffer.count)))
      // What was there a moment ago somebody else may have taken: that is no reason to wait.
      let patience = extent == .available ? .immediate : deadline
      let count: Int
      do throws(IPCError) {
        count = try unsafe buffer.withUnsafeMutableBytesCarrying { (bytes) throws(IPCError) in
          try unsafe read(
            into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<size]), until: patience)
        }
      } catch  where error.kind == .empty && extent == .available && received > 0 {
        return
      }
      if count == 0 {
        if extent == .toEnd || extent == .available && received > 0 { return }
        throw ended
      }
      try unsafe buffer.withUnsafeMutableBytesCarrying { (bytes) throws(IPCError) in
        try unsafe output.write(stream: UnsafeRawBufferPointer(rebasing: bytes[..<count]), subject)
      }
      received += UInt64(count)
      wanted -= min(UInt64(count), wanted)
    }
  }

  /// In bytes; what is read at a time. More than this seldom waits to be read.
  static var readSize: Int { 256 * 1024 }

  /// Waits until there is something to read. Returns how much that is; 0 at the end of the stream.
  private func waitForData(until deadline: Deadline) throws(IPCError) -> UInt64 {
    let number = descriptor.rawValue
    try Kind.wait(until: deadline, "read", subject, timedOut: .empty, detail: { nil }) {
      cipc_wait_readable(number, $0 ? 1 : 0)
    }
    return UInt64(max(cipc_unread(number), 0))
  }

  private func read(
    into buffer: UnsafeMutableRawBufferPointer, until deadline: Deadline
  ) throws(IPCError) -> Int {
    let number = descriptor.rawValue
    if let passed { return try unsafe read(into: buffer, until: deadline, noting: passed) }
    return try Kind.transfer(
      through: number, until: deadline, "read", subject, timedOut: .empty
    ) { nonblocking in
      unsafe nonblocking
        ? cipc_read_now(number, buffer.baseAddress, buffer.count)
        : Int64(Glibc.read(number, buffer.baseAddress, buffer.count))
    }
  }

  private func read(
    into buffer: UnsafeMutableRawBufferPointer, until deadline: Deadline,
    noting passed: PassedDescriptors
  ) throws(IPCError) -> Int {
    let number = descriptor.rawValue
    let before = passed.before
    var more: Int32 = 0
    let count = try Kind.transfer(
      through: number, until: deadline, "read", subject, timedOut: .empty
    ) { nonblocking in
      unsafe cipc_receive_stream(
        number, buffer.baseAddress, buffer.count, nonblocking ? 1 : 0, &more)
    }
    passed.note(more != 0, before)
    return count
  }

  /// Moves what it can within the kernel: to or from a pipe, and through one of our own between others.
  private func splice(
    _ wanted: inout UInt64, _ received: inout UInt64, into output: inout some DataOutput & ~Copyable
  ) throws(IPCError) {
    let number = descriptor.rawValue
    guard let target = try output.directDescriptor() else { return }
    while wanted > 0 {
      do throws(WaitFailure) {
        let size = Int(min(wanted, UInt64(Self.pieceSize)))
        let count = try Waiting.call(until: .never) { _ in cipc_splice(number, target, size, 0) }
        if count == 0 { return }
        received += UInt64(count)
        wanted -= UInt64(count)
        output.noteMoved(Int(count))
      } catch .failed(.invalidArgument) {
        return try relay(&wanted, &received, to: target, into: &output)
      } catch .failed(let errno) where Self.isForTheLongWay(errno) {
        return
      } catch .failed(let errno) where Self.errorsOfWriting.contains(errno) {
        throw output.error(errno)
      } catch {
        throw Kind.error("splice", error, subject, timedOut: .empty) { nil }
      }
    }
  }

  /// What splice(2) tells of where it writes to, and never of where it reads.
  private static var errorsOfWriting: [Errno] {
    [.brokenPipe, .noSpace, .diskQuotaExceeded, .fileTooLarge, .ioError, .badFileDescriptor]
  }

  private var ended: IPCError {
    IPCError(.gone, subject: subject, operation: "read", reason: ending)
  }
}
