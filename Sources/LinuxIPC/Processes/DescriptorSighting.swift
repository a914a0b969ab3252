/// An open descriptor of a process, as far as its pattern asked for.
package struct DescriptorSighting: Sendable {
  package let pid: Int32
  package let fd: Int32
  /// The text of the link; empty while it is only recognised.
  package internal(set) var text: [UInt8] = []
  package internal(set) var target: FileStatus?
  package internal(set) var fdinfo: [UInt8]?
  /// statfs(2)'s f_type.
  package internal(set) var fileSystemType: UInt64?

  init(pid: Int32, fd: Int32) {
    self.pid = pid
    self.fd = fd
  }
}

/// A mapping of a process.
package struct MappingSighting: Sendable {
  package let pid: Int32
  package let mapping: Mapping
  /// As maps has it, with ` (deleted)` behind the name of a file that has none.
  package let name: [UInt8]
}
