/// An open descriptor of a process, as far as its pattern asked for.
package struct DescriptorSighting: Sendable {
  package let pid: Int32
  package let fd: Int32
  /// The text of the link.
  package let text: [UInt8]
  package var target: FileStatus?
  package var fdinfo: [UInt8]?
  /// statfs(2)'s f_type.
  package var fileSystemType: UInt64?

  init(pid: Int32, fd: Int32, text: [UInt8]) {
    self.pid = pid
    self.fd = fd
    self.text = text
  }
}
