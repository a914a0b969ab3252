internal import CLinuxIPC
internal import Glibc
internal import Synchronization
package import SystemPackage

/// A namespace that is held open: it lives on, and may be entered.
package final class NamespaceHandle: Sendable {
  package let namespace: Namespace
  private let descriptor: Descriptor
  /// Whether its file systems were asked in vain: once is enough.
  private let isSilent = Atomic<Bool>(false)

  /// Takes the file of a namespace of `kind`.
  init(_ kind: Namespace.Kind, adopting descriptor: consuming Descriptor) throws(Errno) {
    namespace = Namespace(kind: kind, inode: try descriptor.status().inode)
    self.descriptor = descriptor
  }

  /// That of a process.
  ///
  /// - Throws: `permissionDenied` without the right to trace it (ptrace(2), PTRACE_MODE_READ).
  package convenience init(
    ofProcess pid: Int32, _ kind: Namespace.Kind
  ) throws(Errno) {
    let process = try ProcessDirectory(pid)
    let descriptor = try LentCapabilities.raising([.systemPtrace]) { () throws(Errno) in
      try Descriptor(opening: [UInt8](path: "ns/\(kind.rawValue)"), in: process.descriptor)
    }
    try self.init(kind, adopting: descriptor)
  }

  /// That of a socket, which may be another than its holder's: who leaves a namespace keeps his sockets.
  ///
  /// The corresponding C function is `ioctl` with SIOCGSKNS.
  convenience init(ofSocket socket: borrowing Descriptor) throws(Errno) {
    let number = socket.rawValue
    let network = try LentCapabilities.raising([.networkAdmin]) { () throws(Errno) in
      try systemCall { cipc_socket_network(number) }
    }
    try self.init(.net, adopting: Descriptor(adopting: network))
  }

  /// Moves the calling thread alone into it, for good. In a mount namespace /proc stays what it was outside.
  ///
  /// The corresponding C function is `setns`.
  ///
  /// - Throws: `notPermitted` without CAP_SYS_ADMIN in the user namespace that it belongs to, and for a mount
  ///   namespace CAP_SYS_CHROOT in our own.
  package func enter() throws(Errno) {
    let (descriptor, kind) = (descriptor.rawValue, namespace.kind)
    _ = try LentCapabilities.raising([.systemAdmin, .systemChroot]) { () throws(Errno) in
      try systemCall {
        kind == .mount
          ? cipc_enter_mounts(descriptor) : cipc_enter_namespace(descriptor, kind.cloneFlag)
      }
    }
  }

  /// Runs `body` in it, on a thread of its own (KERNEL-NOTES section 7).
  ///
  /// - Throws: As `enter`; `timedOut` when the file systems inside do not answer, which those in it may have made
  ///   (fuse(4)).
  package func run<Value: Sendable>(
    _ body: @escaping @Sendable () -> Value
  ) throws(Errno) -> Value {
    guard !isSilent.load(ordering: .relaxed) else { throw .timedOut }
    let outcome = Outcome<Value>()
    let work: @Sendable () -> Void = { [self] in
      do throws(Errno) {
        try enter()
        let value = body()
        outcome.result.withLock { $0 = .success(value) }
      } catch {
        outcome.result.withLock { $0 = .failure(error) }
      }
    }
    let patience: Int32? = namespace.kind == .mount ? Self.patience : nil
    let hasEnded = Workers.alone(within: patience, work)
    if let result = outcome.result.withLock({ $0 }) { return try result.get() }
    // Without an end there is no answer, and else there was no thread.
    if hasEnded { throw .resourceTemporarilyUnavailable }
    isSilent.store(true, ordering: .relaxed)
    throw .timedOut
  }

  /// In seconds.
  private static let patience: Int32 = 5

  private final class Outcome<Value: Sendable>: Sendable {
    let result = Mutex<Result<Value, Errno>?>(nil)
  }
}

extension NamespaceHandle {
  /// What it takes to look into it, when that failed.
  package func needs(after error: Errno) -> String {
    if error == .timedOut { return "file systems inside that answer" }
    guard error.isDenial else {
      return namespace.kind == .mount
        ? "a directory /proc inside (\(error.symbol))" : "another try (\(error.symbol))"
    }
    return Capabilities.current().missing(of: [.systemAdmin])
  }
}

extension Namespace.Kind {
  fileprivate var cloneFlag: Int32 {
    switch self {
    case .ipc: cipc_clone_newipc
    case .net: cipc_clone_newnet
    case .mount: cipc_clone_newns
    case .pid: 0
    }
  }
}
