internal import CLinuxIPC
internal import Synchronization
internal import SystemPackage

/// Looks into network namespaces other than our own, on threads of their own.
package enum NetworkNamespace {
  /// The inode of the network namespace of a process; nil when that may not be seen.
  package static func inode(ofProcess pid: Int32) -> UInt64? {
    guard let process = try? ProcessDirectory(pid) else { return nil }
    return try? Namespace.of(process: process.descriptor, .net).inode
  }

  /// Runs `body` in the network namespace of the process `pid`. setns(2) moves a thread alone
  /// (KERNEL-NOTES section 7).
  ///
  /// - Returns: nil when it may not be entered: that needs CAP_SYS_ADMIN.
  package static func run<Value: Sendable>(
    inThatOf pid: Int32, _ body: @escaping @Sendable () -> Value
  ) -> Value? {
    let box = Box<Value>()
    _ = Workers.alone {
      guard let process = try? ProcessDirectory(pid),
        let namespace = try? Descriptor(
          opening: [UInt8](path: "ns/net"), in: process.descriptor),
        cipc_enter_network(namespace.rawValue) == 0
      else { return }
      let value = body()
      box.result.withLock { $0 = value }
    }
    return box.result.withLock { $0 }
  }

  private final class Box<Value: Sendable>: Sendable {
    let result = Mutex<Value?>(nil)
  }
}
