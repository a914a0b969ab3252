internal import CLinuxIPC
package import SystemPackage

/// A namespace, namespaces(7), told apart by the inode of its file in /proc/PID/ns.
package struct Namespace: Sendable, Hashable {
  /// The kind of namespace, by the name of its file.
  package enum Kind: String, Sendable {
    case ipc, net, pid
    case mount = "mnt"

    /// In words.
    package var title: String {
      switch self {
      case .ipc: "IPC namespace"
      case .net: "network namespace"
      case .pid: "pid namespace"
      case .mount: "mount namespace"
      }
    }
  }

  package let kind: Kind
  package let inode: UInt64

  package init(kind: Kind, inode: UInt64) {
    self.kind = kind
    self.inode = inode
  }

  /// As addresses have it: `ipc=4026531839`.
  package var text: String { "\(kind.rawValue)=\(inode)" }

  /// As links to it show it, and mountinfo: `net:[4026531840]`.
  init?(text: [UInt8]) {
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")),
      let kind = Kind(rawValue: String(decoding: text[..<colon], as: UTF8.self)),
      text[colon...].starts(with: ":[".utf8), text.last == UInt8(ascii: "]"),
      let inode = ByteScanner.whole(Array(text[(colon + 2)...].dropLast()).span)
    else { return nil }
    self.init(kind: kind, inode: inode)
  }

  /// Whether it is that of the machine's first process, which sees all others: its number never changes
  /// (include/linux/proc_ns.h, PROC_PID_INIT_INO).
  package var isInitialPIDNamespace: Bool { kind == .pid && inode == cipc_initial_pid_namespace }

  /// The calling thread's. `/proc/self` would be the main thread's, which may be in another.
  package static func ofThread(_ kind: Kind) -> Namespace? {
    guard let status = try? FileStatus(of: [UInt8](path: "/proc/thread-self/ns/\(kind.rawValue)"))
    else { return nil }
    return Namespace(kind: kind, inode: status.inode)
  }

  /// That of the process whose directory in /proc is open.
  ///
  /// - Throws: `permissionDenied` without the right to trace it (ptrace(2), PTRACE_MODE_READ).
  package static func of(
    process directory: borrowing Descriptor, _ kind: Kind
  ) throws(Errno) -> Namespace {
    let status = try LentCapabilities.raising([.systemPtrace]) { () throws(Errno) in
      try first(of: directory, kind) { (path) throws(Errno) in
        try FileStatus(of: path, in: directory)
      }
    }
    return Namespace(kind: kind, inode: status.inode)
  }

  /// What is had from the file of a process's namespace, below its directory in /proc. A first thread that has ended is
  /// in none any more, and others of the process may live.
  static func first<Value: ~Copyable>(
    of process: borrowing Descriptor, _ kind: Kind, _ look: ([UInt8]) throws(Errno) -> Value
  ) throws(Errno) -> Value {
    let path = "ns/\(kind.rawValue)"
    do throws(Errno) {
      return try look([UInt8](path: path))
    } catch {
      guard error == .noSuchFileOrDirectory else { throw error }
    }
    let directory = try Descriptor(
      opening: [UInt8](path: "task"), in: process, flags: .directory)
    var threads: [[UInt8]] = []
    try DirectoryEntries.forEach(in: directory) { name in
      threads.append(name.bytes(0..<name.count))
      return true
    }
    for thread in threads {
      do throws(Errno) {
        return try look([UInt8](path: "task/") + thread + [UInt8](path: "/" + path))
      } catch {
        guard error == .noSuchFileOrDirectory || error == .noSuchProcess else { throw error }
      }
    }
    throw .noSuchFileOrDirectory
  }
}
