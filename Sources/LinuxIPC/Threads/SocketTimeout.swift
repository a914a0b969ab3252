internal import CLinuxIPC
internal import SystemPackage

/// The time limit of a socket, socket(7).
package enum SocketTimeout {
  /// Whether one is set that ends a wait; nil when that cannot be read. The descriptor is borrowed, and given back at
  /// once.
  ///
  /// The corresponding C functions are `pidfd_getfd` and `getsockopt`.
  package static func isSet(on fd: Int32, of thread: ThreadID, isWriting: Bool) -> Bool? {
    let isLeader = thread.pid == thread.tid
    guard
      let handle = try? systemCall({
        isLeader ? cipc_pidfd_open(thread.pid) : cipc_pidfd_open_thread(thread.tid)
      })
    else { return nil }
    let process = Descriptor(adopting: handle)
    guard let copy = try? process.copy(of: fd) else { return nil }
    let answer = cipc_socket_has_timeout(copy.rawValue, isWriting ? 1 : 0)
    return answer < 0 ? nil : answer > 0
  }
}
