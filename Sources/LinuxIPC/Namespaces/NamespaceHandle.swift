internal import CLinuxIPC
internal import Glibc
internal import Synchronization
package import SystemPackage

/// A namespace that is held open: it lives on, and may be entered.
package final class NamespaceHandle: Sendable {
  package let namespace: Namespace
  private let descriptor: Descriptor
  /// Of a mount namespace, once it was looked at.
  private let seen = Mutex<MountedObjects?>(nil)

  /// Takes the file of a namespace of `kind`.
  init(_ kind: Namespace.Kind, adopting descriptor: consuming Descriptor) throws(Errno) {
    namespace = Namespace(kind: kind, inode: try descriptor.status().inode)
    self.descriptor = descriptor
  }

  /// That of a process, of whose threads one may live when the first has ended.
  ///
  /// - Throws: `permissionDenied` without the right to trace it (ptrace(2), PTRACE_MODE_READ).
  package convenience init(
    ofProcess pid: Int32, _ kind: Namespace.Kind
  ) throws(Errno) {
    let process = try ProcessDirectory(pid)
    let descriptor = try LentCapabilities.raising([.systemPtrace]) { () throws(Errno) in
      try Namespace.first(of: process.descriptor, kind) { (path) throws(Errno) in
        try Descriptor(opening: path, in: process.descriptor)
      }
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

  /// Moves the calling thread alone into it, for good. Into a mount namespace it does not go, but has what of its own is
  /// there (`sharedMemory`).
  ///
  /// The corresponding C function is `setns`.
  ///
  /// - Throws: `notPermitted` without CAP_SYS_ADMIN in the user namespace that it belongs to, and for a mount
  ///   namespace CAP_SYS_CHROOT in our own; of that also `timedOut` when the file systems inside do not answer, and
  ///   `improperLink` when what it has on /dev/shm may be another's.
  package func enter() throws(Errno) {
    let (descriptor, kind) = (descriptor.rawValue, namespace.kind)
    guard kind != .mount else { return try checkSharedMemory() }
    _ = try LentCapabilities.raising([.systemAdmin]) { () throws(Errno) in
      try systemCall { cipc_enter_namespace(descriptor, kind.cloneFlag) }
    }
  }

  /// Runs `body` in it, on a thread of its own (KERNEL-NOTES section 7).
  ///
  /// - Throws: As `enter`.
  package func run<Value: Sendable>(
    _ body: @escaping @Sendable () -> Value
  ) throws(Errno) -> Value {
    if namespace.kind == .mount {
      try checkSharedMemory()
      return body()
    }
    let outcome = Outcome<Value>()
    let isRun = Workers.alone { [self] in
      do throws(Errno) {
        try enter()
        let value = body()
        outcome.result.withLock { $0 = .success(value) }
      } catch {
        outcome.result.withLock { $0 = .failure(error) }
      }
    }
    guard isRun, let result = outcome.result.withLock({ $0 }) else {
      throw .resourceTemporarilyUnavailable
    }
    return try result.get()
  }

  func withNumber<Value: ~Copyable>(_ body: (Int32) throws(Errno) -> Value) throws(Errno) -> Value {
    try body(descriptor.rawValue)
  }

  private final class Outcome<Value: Sendable>: Sendable {
    let result = Mutex<Result<Value, Errno>?>(nil)
  }
}

extension NamespaceHandle {
  /// Looks into several mount namespaces at the same time, those that were not looked into yet.
  static func look(into handles: [NamespaceHandle]) {
    let unseen = handles.filter { $0.namespace.kind == .mount && $0.seen.withLock { $0 == nil } }
    guard !unseen.isEmpty else { return }
    let home = HomeMounts()
    for (handle, answers) in zip(
      unseen, MountedFiles.fetch(unseen.map { ($0, .sharedMemory) }))
    {
      let objects = MountedObjects(answers, of: handle, comparedWith: home)
      handle.seen.withLock { $0 = objects }
    }
  }

  private var objects: MountedObjects? {
    if let objects = seen.withLock({ $0 }) { return objects }
    Self.look(into: [self])
    return seen.withLock { $0 }
  }

  private func checkSharedMemory() throws(Errno) {
    do throws(Errno) {
      _ = try sharedMemory()
    } catch  where error.isAbsence {
      // Who has none has nothing in it.
    }
  }

  /// What a mount namespace has on /dev/shm, opened once more.
  ///
  /// - Throws: As `enter`; `noSuchFileOrDirectory` where there is none.
  func sharedMemory() throws(Errno) -> Descriptor {
    guard let objects else { throw .noSuchFileOrDirectory }
    return try Descriptor(
      opening: [UInt8(ascii: ".")], in: objects.sharedMemory.get().descriptor, flags: .directory)
  }

  /// The devices of the file systems that are mounted in our own mount namespace and some others; nil where not all of
  /// their tables could be read.
  package static func mountedDevices(in handles: [NamespaceHandle]) -> Set<UInt64>? {
    look(into: handles)
    guard let home = HomeMounts().devices else { return nil }
    return handles.reduce(home) { devices, handle in
      guard let devices, let others = handle.objects?.devices else { return nil }
      return devices.union(others)
    }
  }

  /// The mounts of namespaces in a mount namespace.
  var namespaceMounts: [Mount] { objects?.namespaces ?? [] }

  /// What it takes to look into it, when that failed.
  package func needs(after error: Errno) -> String {
    switch error {
    case .timedOut: return "file systems inside that answer in time"
    case .improperLink: return "a memory file system of its own on \(DevShmUse.directory)"
    case .permissionDenied where namespace.kind == .mount:
      return "the right to read \(DevShmUse.directory) there"
    // Of the thread or the process that goes there.
    case .resourceTemporarilyUnavailable: return Errno.processScarcity
    default: break
    }
    if let scarcity = error.scarcity { return scarcity }
    guard error.isDenial else { return "another try (\(error.symbol))" }
    return Capabilities.current().missing(
      of: namespace.kind == .mount ? [.systemAdmin, .systemChroot] : [.systemAdmin])
  }

  /// Why `subject` cannot be looked at, which is inside.
  package func refusal(of subject: String, after error: Errno) -> IPCError {
    let (kind, operation, reason): (IPCError.Kind, String, String) =
      switch error {
      case .improperLink:
        (
          .unsupported, "openat2",
          "what is on \(DevShmUse.directory) there may be another's than the namespace's"
        )
      // setns(2) has another word for it.
      case .permissionDenied where namespace.kind == .mount:
        (.denied, "openat2", "\(DevShmUse.directory) there may not be read")
      case .timedOut: (.system, "openat2", "a file system inside does not answer")
      case .resourceTemporarilyUnavailable:
        (.system, "clone", "there is no process or thread to spare that would go there")
      default:
        (
          error.isDenial ? .denied : .system, "setns",
          "the \(namespace.kind.title) may not be entered"
        )
      }
    return IPCError(
      kind, subject: subject, operation: operation, errno: error, reason: reason,
      hint: "needs \(needs(after: error))")
  }
}

/// What was had of a mount namespace.
private struct MountedObjects: Sendable {
  let sharedMemory: Result<OpenFile, Errno>
  let namespaces: [Mount]
  /// Nil where its table could not be read.
  let devices: Set<UInt64>?

  init(
    _ answers: MountedFiles.Answers, of handle: NamespaceHandle, comparedWith home: HomeMounts
  ) {
    let table = (try? answers.table.get()).flatMap { try? WholeFile.read($0.descriptor) }
    let text = table ?? []
    devices = table.map { Mount.devices(in: $0.span) }
    sharedMemory = answers.files[0].flatMap { file in
      home.mayLend(file, to: handle, text) ? .success(file) : .failure(.improperLink)
    }
    namespaces = Mount.parse(text.span, type: "nsfs")
  }
}

extension Errno {
  /// Whether there is nothing.
  fileprivate var isAbsence: Bool { self == .noSuchFileOrDirectory || self == .notDirectory }
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
