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

  /// Whether some process is in another network namespace than `own`, or may be, as it may not be asked: a
  /// call for each process, where to know what they hold takes one for each descriptor.
  package static func areOthers(than own: UInt64) -> Bool {
    var areOthers = false
    try? ProcessDirectory.forEachPID { pid in
      do throws(Errno) {
        areOthers = try FileStatus(of: [UInt8](path: "/proc/\(pid)/ns/net")).inode != own
      } catch {
        // It may have ended.
        areOthers = error != .noSuchFileOrDirectory && error != .noSuchProcess
      }
      return !areOthers
    }
    return areOthers
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
