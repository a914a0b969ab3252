/// Memory that processes share by mapping it, mmap(2): a regular file, or memory without a file that
/// children inherit (`/dev/zero (deleted)`).
///
/// A file counts when two processes have it mapped with MAP_SHARED, or one may write to it so: then what
/// one writes others see. Files in /dev/shm are POSIX shared memory until they lose their
/// names, memfds a kind of their own.
package enum FileMapping: Mechanism {
  package static let keyword = "map"
  package static let title = "mapped file"
  package static let unit = DataUnit.memory

  package typealias Name = FileName

  /// A file or memory that is mapped.
  package struct Object: FileObject {
    package let identity: ObjectIdentity
    /// Its path when that leads to it, else its inode, with its device where another has that inode too.
    package var name: Name
    /// As its mappers see it; nil for memory without a file.
    package let text: FileText?
    /// nil when that may not be looked at.
    package let file: FileStatus?
    /// Whether its file system is memory: only there the resident bytes are known.
    package let isMemory: Bool
    /// Whether `create` made it, as far as it was looked at.
    package var isMade = false

    /// What was found at the path; nil when it was not looked for.
    package var found: AtPath?

    package var status: FileStatus? { file }

    package var fill: Fill {
      Fill(
        bytes: isMemory ? file?.allocatedBytes : nil, capacityBytes: file?.size, canFillUp: false)
    }

    /// Also by the number, and by another path that leads to it.
    package func isNamed(_ other: Name) -> Bool {
      if other == name || other.isNumber(of: identity) { return true }
      guard case .path(let path) = other, let status = try? FileStatus(of: path) else {
        return false
      }
      return status.device == identity.device && status.inode == identity.inode
    }
  }
}
