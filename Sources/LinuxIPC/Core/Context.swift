internal import CLinuxIPC
internal import Glibc

/// Where and when a question is asked: what every mechanism needs to know and none finds out twice.
package struct Context: Sendable {
  /// The moment of the question, in seconds since the epoch.
  package let now: Int64
  /// In bytes.
  package let pageSize: UInt64
  /// The IPC namespace of the calling thread; 0 when /proc does not tell.
  package private(set) var ipcNamespace: UInt64
  /// The network namespace of the calling thread; 0 when /proc does not tell.
  package private(set) var netNamespace: UInt64
  /// The mount namespace of the calling thread; 0 when /proc does not tell.
  package private(set) var mountNamespace: UInt64 = 0
  /// Whether a path leads here where it leads whom names belong to that are looked up: not in another network.
  package private(set) var hasOwnPaths = true
  /// Whether we are where we came by rights of our own: who was let in by what the file of the program lends sees what
  /// there is, and reads none of it.
  package private(set) var mayReadContents = true
  /// The file of a socket whose path leads to it elsewhere.
  package var socketFile: OpenFile?
  /// The other mount namespace whose shared memory is meant; nil for our own.
  private(set) var mounts: NamespaceHandle?
  /// What is on /dev/shm in other mount namespaces that are looked into.
  package var sharedMemoryElsewhere = SharedMemoryElsewhere()

  package let effectiveUID: UInt32

  package init(
    now: Int64, pageSize: UInt64, ipcNamespace: UInt64, netNamespace: UInt64,
    mountNamespace: UInt64 = 0, effectiveUID: UInt32
  ) {
    self.now = now
    self.pageSize = pageSize
    self.ipcNamespace = ipcNamespace
    self.netNamespace = netNamespace
    self.mountNamespace = mountNamespace
    self.effectiveUID = effectiveUID
  }

  /// The context of the calling thread.
  package static func current() -> Context {
    Context(
      now: Int64(Glibc.time(nil)),
      pageSize: UInt64(sysconf(Int32(_SC_PAGESIZE))),
      ipcNamespace: Namespace.ofThread(.ipc)?.inode ?? 0,
      netNamespace: Namespace.ofThread(.net)?.inode ?? 0,
      mountNamespace: Namespace.ofThread(.mount)?.inode ?? 0,
      effectiveUID: geteuid())
  }

  /// The same in another namespace.
  package func inside(_ handle: NamespaceHandle) -> Context {
    var context = self
    context.mayReadContents = !LentCapabilities.areLent
    let inode = handle.namespace.inode
    switch handle.namespace.kind {
    case .ipc: context.ipcNamespace = inode
    case .net: return inside(network: inode)
    case .mount:
      context.mountNamespace = inode
      context.mounts = handle
    case .pid: break
    }
    return context
  }

  /// What it takes to read contents, where `mayReadContents` does not hold.
  static var contentNeeds: String {
    Capabilities.current().missing(of: [.systemAdmin], for: .reaching)
  }

  /// The same in another network namespace, of which the inode is known.
  package func inside(network inode: UInt64) -> Context {
    var context = self
    context.netNamespace = inode
    context.hasOwnPaths = false
    return context
  }

  /// The namespace of a kind that the calling thread is in; nil when /proc does not tell.
  package func namespace(_ kind: Namespace.Kind) -> Namespace? {
    let inode =
      switch kind {
      case .ipc: ipcNamespace
      case .net: netNamespace
      case .mount: mountNamespace
      case .pid: 0 as UInt64
      }
    return inode == 0 ? nil : Namespace(kind: kind, inode: inode)
  }

  /// Whether the calling thread is in a namespace.
  package func isIn(_ namespace: Namespace) -> Bool { self.namespace(namespace.kind) == namespace }
}
