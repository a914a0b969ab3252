internal import CLinuxIPC
internal import Synchronization
internal import SystemPackage

/// Looks into network namespaces other than our own, on threads of their own.
package enum NetworkNamespace {
  /// The inode of the network namespace of a process; nil when that may not be seen.
  package static func inode(ofProcess pid: Int32) -> UInt64? {
    guard let process = try? ProcessDirectory(pid) else { return nil }
    return LentCapabilities.raising([.systemPtrace]) {
      try? Namespace.of(process: process.descriptor, .net).inode
    }
  }

  /// Whether some process is in another network namespace than `own`, or may be, as it may not be asked: a
  /// call for each process, where to know what they hold takes one for each descriptor.
  package static func areOthers(than own: UInt64) -> Bool {
    var areOthers = false
    try? ProcessDirectory.forEachPID { pid in
      do throws(Errno) {
        let network = try LentCapabilities.raising([.systemPtrace]) { () throws(Errno) in
          try FileStatus(of: [UInt8](path: "/proc/\(pid)/ns/net"))
        }
        areOthers = network.inode != own
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
    (try? Handle(ofProcess: pid)).flatMap { run(in: $0, body) }
  }

  /// Runs `body` in a network namespace that is held open.
  ///
  /// - Returns: nil when it may not be entered.
  package static func run<Value: Sendable>(
    in network: Handle, _ body: @escaping @Sendable () -> Value
  ) -> Value? {
    let box = Box<Value>()
    _ = Workers.alone {
      let entered = LentCapabilities.raising([.systemAdmin]) {
        cipc_enter_network(network.descriptor.rawValue)
      }
      guard entered == 0 else { return }
      let value = body()
      box.result.withLock { $0 = value }
    }
    return box.result.withLock { $0 }
  }

  /// A network namespace that is held open, and so lives on.
  package final class Handle: Sendable {
    fileprivate let descriptor: Descriptor
    package let inode: UInt64

    /// That of a process.
    fileprivate init(ofProcess pid: Int32) throws(Errno) {
      let process = try ProcessDirectory(pid)
      let descriptor = try LentCapabilities.raising([.systemPtrace]) { () throws(Errno) in
        try Descriptor(opening: [UInt8](path: "ns/net"), in: process.descriptor)
      }
      inode = try descriptor.status().inode
      self.descriptor = descriptor
    }

    /// That of a socket, which may be another than its holder's: who leaves a namespace keeps his sockets.
    ///
    /// The corresponding C function is `ioctl` with SIOCGSKNS.
    fileprivate init(ofSocket socket: borrowing Descriptor) throws(Errno) {
      let number = socket.rawValue
      let descriptor = Descriptor(
        adopting: try LentCapabilities.raising([.networkAdmin]) { () throws(Errno) in
          try systemCall { cipc_socket_network(number) }
        })
      inode = try descriptor.status().inode
      self.descriptor = descriptor
    }
  }

  /// That of a socket; nil when it does not tell.
  static func handle(ofSocket socket: borrowing Descriptor) -> Handle? {
    try? Handle(ofSocket: socket)
  }

  private final class Box<Value: Sendable>: Sendable {
    let result = Mutex<Value?>(nil)
  }
}
