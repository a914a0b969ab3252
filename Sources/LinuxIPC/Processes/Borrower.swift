internal import CLinuxIPC
internal import SystemPackage

/// Borrows descriptors of other processes, one at a time, and keeps the handle on the process that it
/// borrowed from last.
package struct Borrower: ~Copyable {
  private var handle: Descriptor?
  private var pid: Int32 = 0

  package init() {}

  /// Why nothing could be borrowed.
  package enum Refusal: Error {
    /// Nobody holds the object any more.
    case gone
    /// Somebody does, and may not be looked into that far.
    case denied
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
    var refusal = Refusal.gone
    for holder in holders {
      guard let fd = holder.fd else { continue }
      do throws(Errno) {
        let copy = try copy(fd, of: holder.pid)
        let status = try copy.knownStatus()
        // The number may lead elsewhere by now, or the pid be another process's.
        guard status.device == object.device, status.inode == object.inode else { continue }
        return body(copy, status, holder)
      } catch .badFileDescriptor, .noSuchProcess, .noSuchFileOrDirectory {
        continue
      } catch {
        refusal = .denied
      }
    }
    throw refusal
  }

  private mutating func copy(_ fd: Int32, of pid: Int32) throws(Errno) -> Descriptor {
    if handle == nil || self.pid != pid {
      handle = Descriptor(adopting: try systemCall { cipc_pidfd_open(pid) })
      self.pid = pid
    }
    let number = handle?.rawValue ?? -1
    return Descriptor(adopting: try systemCall { cipc_pidfd_getfd(number, fd) })
  }
}
