/// A process that holds an object, through one descriptor or its mappings.
package struct Holder: Sendable, Equatable {
  /// What it may do through it.
  package enum Access: String, Sendable {
    case read = "r"
    case write = "w"
    case readWrite = "rw"
    /// A socket that accepts connections.
    case listen
    case mapRead = "map-r"
    case mapReadWrite = "map-rw"

    /// Whether what others write reaches who has it.
    package var canRead: Bool { self != .write }

    /// Whether what who has it writes reaches others.
    package var canWrite: Bool {
      switch self {
      case .write, .readWrite, .mapReadWrite: true
      case .read, .listen, .mapRead: false
      }
    }
  }

  package let process: HolderProcess
  /// nil for a mapping.
  package let fd: Int32?
  package let access: Access
  /// How many mappings it stands for; the kernel counts each in a segment's `nattch`.
  package let mappings: UInt32
  /// Whether they are of huge pages, told by their file system.
  package let isHuge: Bool

  package init(
    process: HolderProcess, fd: Int32?, access: Access, mappings: UInt32 = 0, isHuge: Bool = false
  ) {
    self.process = process
    self.fd = fd
    self.access = access
    self.mappings = mappings
    self.isHuge = isHuge
  }

  package var pid: Int32 { process.pid }
  package var command: [UInt8] { process.command }
  package var uid: UInt32 { process.uid }
}

/// Who a process is that holds something.
package struct HolderProcess: Sendable, Equatable {
  package let pid: Int32
  /// /proc/PID/comm: 15 bytes that the process may choose.
  package let command: [UInt8]
  /// Its effective user.
  package let uid: UInt32

  package init(pid: Int32, command: [UInt8], uid: UInt32) {
    self.pid = pid
    self.command = command
    self.uid = uid
  }

  /// Looks it up; nil for one that has ended.
  package init?(_ pid: Int32) {
    guard let process = try? ProcessDirectory(pid), let command = try? process.command(),
      let uid = try? process.uid()
    else { return nil }
    self.init(pid: pid, command: command, uid: uid)
  }
}
