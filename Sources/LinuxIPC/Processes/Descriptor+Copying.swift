internal import CLinuxIPC
internal import SystemPackage

extension Descriptor {
  /// A copy of descriptor `fd` of the process or thread that this is a handle on.
  ///
  /// The corresponding C function is `pidfd_getfd`.
  borrowing func copy(of fd: Int32) throws(Errno) -> Descriptor {
    let handle = rawValue
    return Descriptor(
      adopting: try LentCapabilities.raising([.systemPtrace]) { () throws(Errno) in
        try systemCall { cipc_pidfd_getfd(handle, fd) }
      })
  }
}
