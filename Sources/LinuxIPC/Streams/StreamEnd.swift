internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

/// An end of a stream of bytes, open for as long as this value lives.
package struct StreamEnd<Kind: FailureTable>: ~Copyable {
  let descriptor: Descriptor
  /// The object's address.
  let subject: String
  /// The sender's address, where it has one.
  var sender: [UInt8]? = nil
  /// Whether its writers end the stream, and not its holders: the end of it is no failure then.
  var endsWithWriters = false
  /// Why no more comes, where that is a failure.
  var ending = "it is empty, and no process has it open for writing"
  /// In bytes: where so much has been written, nothing that came before still waits to be read. nil where
  /// that is not known.
  var mostThatWaits: UInt64?

  /// Of a Unix socket: where is noted what comes with the bytes.
  private(set) var passed: PassedDescriptors?

  init(_ descriptor: consuming Descriptor, _ subject: String) {
    let pipeSize = cipc_pipe_size(descriptor.rawValue)
    mostThatWaits = pipeSize > 0 ? UInt64(pipeSize) : nil
    self.descriptor = descriptor
    self.subject = subject
  }

  init(_ loan: consuming Borrower.Loan, _ subject: String) {
    self.init(loan.descriptor, subject)
  }

  mutating func watch(_ passed: PassedDescriptors) {
    passed.watch(descriptor.rawValue)
    self.passed = passed
  }

  /// Writes all that `input` gives.
  ///
  /// - Throws: `full` when the time limit ends the waiting. What was written before stays written, and the
  ///   error says how much that is.
  func write(
    _ input: inout some DataInput & ~Copyable, until deadline: Deadline
  ) throws(IPCError) {
    var sent: UInt64 = 0
    do throws(IPCError) {
      // A time limit is for the object alone: who moves within the kernel waits for both ends at once.
      if deadline == .never { try splice(&input, &sent) }
      let size = min(UInt64(Self.pieceSize), max(input.knownLength ?? .max, 1))
      var buffer = [UInt8](repeating: 0, count: Int(size))
      while true {
        let count = try unsafe buffer.withUnsafeMutableBytesCarrying { (bytes) throws(IPCError) in
          try unsafe input.read(into: bytes)
        }
        if count == 0 { return }
        try unsafe buffer.withUnsafeMutableBytesCarrying { (bytes) throws(IPCError) in
          try unsafe write(
            UnsafeRawBufferPointer(rebasing: bytes[..<count]), until: deadline, &sent)
        }
      }
    } catch {
      throw error.after(bytes: sent, "sent")
    }
  }

  private func write(
    _ bytes: UnsafeRawBufferPointer, until deadline: Deadline, _ sent: inout UInt64
  ) throws(IPCError) {
    let number = descriptor.rawValue
    var rest = unsafe bytes[...]
    while unsafe !rest.isEmpty {
      let piece = unsafe UnsafeRawBufferPointer(rebasing: rest)
      let count = try Kind.transfer(
        through: number, until: deadline, "write", subject, timedOut: .full, detail: { fullness }
      ) { nonblocking in
        unsafe nonblocking
          ? cipc_write_now(number, piece.baseAddress, piece.count)
          : Int64(Glibc.write(number, piece.baseAddress, piece.count))
      }
      sent += UInt64(count)
      unsafe rest = rest.dropFirst(count)
    }
  }

  /// Moves what it can within the kernel: from a pipe, and from a file to a pipe or Unix socket.
  ///
  /// What the kernel moves of a file are its pages, and who writes to them later changes what was sent. So the
  /// last of a file, as much as can wait, is left to be copied: when that is sent, no page of the file waits.
  private func splice(
    _ input: inout some DataInput & ~Copyable, _ sent: inout UInt64
  ) throws(IPCError) {
    guard let source = input.directDescriptor else { return }
    let number = descriptor.rawValue
    var rest = UInt64.max
    let length = input.knownLength
    if let length {
      guard let mostThatWaits, length > mostThatWaits else { return }
      rest = length - mostThatWaits
    }
    while rest > 0 {
      do throws(WaitFailure) {
        let size = Int(min(rest, UInt64(Self.pieceSize)))
        let count = try Waiting.call(until: .never) { _ in
          length == nil
            ? cipc_splice(source, number, size, 0) : cipc_sendfile(number, source, size)
        }
        if count == 0 { return }
        sent += UInt64(count)
        rest -= UInt64(count)
        input.noteMoved(Int(count))
      } catch .failed(let errno) where Self.isForTheLongWay(errno) {
        return
      } catch {
        throw Kind.error(
          length == nil ? "splice" : "sendfile", error, subject, timedOut: .full
        ) { nil }
      }
    }
  }

  /// Whether what the kernel does not move can be copied all the same: that is not to be had here, or somebody's
  /// descriptor does not wait, or a filter forbids the call. The long way tells more.
  static func isForTheLongWay(_ errno: Errno) -> Bool {
    [.invalidArgument, .resourceTemporarilyUnavailable, .noFunction, .notPermitted].contains(errno)
  }

  /// In bytes; what is moved at a time. Of a quarter of this TCP takes a fifth longer, and pipes hold no more.
  static var pieceSize: Int { 1024 * 1024 }

  /// How full it is, for people; nil when it does not tell.
  private var fullness: String? {
    let (unread, size) = (cipc_unread(descriptor.rawValue), cipc_pipe_size(descriptor.rawValue))
    return unread < 0 || size < 0 ? nil : "it is full (\(unread) of \(Counted.words(size, "byte")))"
  }
}

extension IPCError {
  /// The same error, telling how much had been moved before it.
  func after(bytes: UInt64, _ verb: String) -> IPCError {
    guard bytes > 0 else { return self }
    return IPCError(
      kind, subject: subject, operation: operation, errno: errno,
      reason: "\(reason); \(Counted.were(bytes, "byte")) \(verb) before", hint: hint)
  }
}
