internal import CLinuxIPC
package import SystemPackage

/// Borrows descriptors of other processes, one at a time, and keeps handles on the few processes that it
/// borrowed from last: neighbours among objects mostly have neighbours among processes as holders.
package struct Borrower: ~Copyable {
  /// Of process `pid` at the place `pid` modulo their number.
  private var handles = [Handle?](repeating: nil, count: 4)

  private final class Handle {
    let pid: Int32
    let descriptor: Descriptor

    init(_ pid: Int32) throws(Errno) {
      self.pid = pid
      descriptor = Descriptor(adopting: try systemCall { cipc_pidfd_open(pid) })
    }
  }

  package init() {}

  /// Why nothing could be borrowed.
  package enum Refusal: Error {
    /// Nobody holds the object any more.
    case gone
    /// Somebody does, and it may not be had.
    case refused(Errno)

    /// What it would take, for a gap of `Coverage`; nil where there is nothing any more.
    var needs: String? {
      if case .refused(let error) = self { error.needs([.systemPtrace]) } else { nil }
    }
  }

  /// Runs `body` with a descriptor of `object`, a copy of the first one that can be had of those of
  /// `holders`, and with what fstat(2) says of it. It is closed before this returns, and before anything
  /// is written: as long as it is open an end of file would be kept from its readers.
  ///
  /// The corresponding C functions are `pidfd_open` and `pidfd_getfd`.
  ///
  /// - Parameters:
  ///   - holders: In the order in which they are tried.
  ///   - body: Gets the copy, its status, and whose it is.
  package mutating func borrow<Value>(
    _ object: ObjectIdentity, from holders: [Holder],
    _ body: (borrowing Descriptor, FileStatus, Holder) -> Value
  ) throws(Refusal) -> Value {
    let loan = try loan(object, from: holders)
    return body(loan.descriptor, loan.status, loan.holder)
  }

  /// A descriptor that belongs to another process as well, whose flags and position it shares.
  package struct Loan: ~Copyable {
    package let descriptor: Descriptor
    let status: FileStatus
    package let holder: Holder

    consuming func takeDescriptor() -> Descriptor { descriptor }
  }

  /// A descriptor of `object`, as `borrow` has it, for as long as it takes: by who takes part in what goes on.
  mutating func loan(
    _ object: ObjectIdentity, from holders: [Holder]
  ) throws(Refusal) -> Loan {
    var refusal = Refusal.gone
    for holder in holders {
      guard let fd = holder.fd else { continue }
      do throws(Errno) {
        if let copy = try copy(fd, of: holder.pid),
          let status = try Self.status(of: copy, if: object)
        {
          return Loan(descriptor: copy, status: status, holder: holder)
        }
        for thread in try Self.threads(of: holder.pid) {
          if let copy = try Self.copy(fd, ofThread: thread),
            let status = try Self.status(of: copy, if: object)
          {
            return Loan(descriptor: copy, status: status, holder: holder)
          }
        }
      } catch .noSuchProcess, .noSuchFileOrDirectory {
        continue
      } catch {
        refusal = .refused(error)
      }
    }
    throw refusal
  }

  /// nil for a copy of something else: the number may lead elsewhere by now, or the pid be another
  /// process's.
  private static func status(
    of copy: borrowing Descriptor, if object: ObjectIdentity
  ) throws(Errno) -> FileStatus? {
    let status = try copy.knownStatus()
    switch object.space {
    case .file:
      return status.device == object.device && status.inode == object.inode ? status : nil
    case .eventCounter:
      // All of them have one inode.
      let info = try WholeFile.read([UInt8](path: "/proc/thread-self/fdinfo/\(copy.rawValue)"))
      let id = ByteScanner.number(behind: "eventfd-id:", in: info.span)
      return id == object.inode ? status : nil
    case .messageQueue, .segment, .semaphoreSet: return nil
    }
  }

  /// Those that may have a table of their own, or be left of a process whose leader has ended
  /// (KERNEL-NOTES section 6.4).
  private static func threads(of pid: Int32) throws(Errno) -> [Int32] {
    try ProcessDirectory(pid).threads().filter { $0 != pid }
  }

  /// nil when the thread has no such descriptor, or has ended.
  private static func copy(_ fd: Int32, ofThread thread: Int32) throws(Errno) -> Descriptor? {
    do throws(Errno) {
      let handle = Descriptor(adopting: try systemCall { cipc_pidfd_open_thread(thread) })
      return try handle.copy(of: fd)
    } catch .badFileDescriptor, .noSuchProcess {
      return nil
    }
  }

  /// nil when the process has no such descriptor in its own table, or its leader has ended.
  private mutating func copy(_ fd: Int32, of pid: Int32) throws(Errno) -> Descriptor? {
    do throws(Errno) {
      let place = Int(pid) % handles.count
      let known = handles[place].flatMap { $0.pid == pid ? $0 : nil }
      let handle = if let known { known } else { try Handle(pid) }
      handles[place] = handle
      return try handle.descriptor.copy(of: fd)
    } catch .badFileDescriptor, .noSuchProcess {
      return nil
    }
  }
}
