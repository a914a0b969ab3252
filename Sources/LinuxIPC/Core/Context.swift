internal import CLinuxIPC
internal import Glibc

/// Where and when a question is asked: what every mechanism needs to know and none finds out twice.
package struct Context: Sendable {
  /// The moment of the question, in seconds since the epoch.
  package let now: Int64
  /// In bytes.
  package let pageSize: UInt64
  /// The IPC namespace of the calling thread; 0 when /proc does not tell.
  package let ipcNamespace: UInt64
  /// The network namespace of the calling thread; 0 when /proc does not tell.
  package private(set) var netNamespace: UInt64

  package let effectiveUID: UInt32

  /// The context of the calling thread.
  package static func current() -> Context {
    Context(
      now: Int64(Glibc.time(nil)),
      pageSize: UInt64(sysconf(Int32(_SC_PAGESIZE))),
      ipcNamespace: Namespace.ofThread(.ipc)?.inode ?? 0,
      netNamespace: Namespace.ofThread(.net)?.inode ?? 0,
      effectiveUID: geteuid())
  }

  /// The same in another network namespace.
  package func inNetwork(_ namespace: UInt64) -> Context {
    var context = self
    context.netNamespace = namespace
    return context
  }
}
