/// Anonymous memory files, memfd_create(2): memory that processes share by passing its descriptor on and
/// mapping it. The name is for people; the file lives as long as somebody holds or maps it.
package enum MemoryFile: Mechanism {
  package static let keyword = "memfd"
  package static let title = "anonymous memory file"
  package static let unit = DataUnit.memory

  package typealias Name = InodeName

  /// A memory file.
  package struct Object: IPCObject {
    package let identity: ObjectIdentity
    /// What its maker called it; several may be called the same.
    package let label: [UInt8]
    /// nil when it is only mapped, and its size may not be looked at.
    package internal(set) var file: FileStatus?
    /// nil when no descriptor was there to ask.
    package internal(set) var seals: Seals?

    package var name: Name { InodeName(identity.inode) }
    package var mayBeOpened: Bool { false }

    package var fill: Fill {
      Fill(bytes: file?.allocatedBytes, capacityBytes: file?.size, canFillUp: false)
    }
  }

  /// What nobody may do any more, fcntl(2), F_GET_SEALS.
  package struct Seals: OptionSet, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) {
      self.rawValue = rawValue
    }
  }
}
