/// A process that holds an object, through one descriptor or its mappings.
package struct Holder: Sendable, Equatable {
  /// What it may do through it.
  package enum Access: String, Sendable {
    case read = "r"
    case write = "w"
    case readWrite = "rw"
    case mapRead = "map-r"
    case mapReadWrite = "map-rw"
  }

  package let pid: Int32
  /// /proc/PID/comm: 15 bytes that the process may choose.
  package let command: [UInt8]
  /// Its effective user.
  package let uid: UInt32
  /// nil for a mapping.
  package let fd: Int32?
  package let access: Access
  /// How many mappings it stands for; the kernel counts each in a segment's `nattch`.
  package var mappings: UInt64
  /// Whether they are of huge pages, told by their file system.
  package let isHuge: Bool
}

/// Who holds what: one finding of a scan.
package struct Holding: Sendable {
  package let object: ObjectIdentity
  package let holder: Holder
  /// How it was seen: of mappings that count as one, the first.
  package let sighting: Sighting
}
