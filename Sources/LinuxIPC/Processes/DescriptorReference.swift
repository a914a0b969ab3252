internal import Glibc
internal import SystemPackage

/// A descriptor of a process, named by its path: `/proc/PID/fd/N`.
package struct DescriptorReference: Sendable {
  private let pid: Int32
  private let fd: Int32
  private let path: [UInt8]

  /// nil for any other path.
  package init?(path: [UInt8]) {
    let text = path.span
    var scanner = ByteScanner(at: "/proc/".utf8.count)
    guard text.hasPrefix("/proc/") else { return nil }
    if text.hasPrefix("self/", at: scanner.offset) {
      scanner.offset += "self".utf8.count
      pid = getpid()
    } else {
      guard let number = scanner.decimal(in: text, as: Int32.self) else { return nil }
      pid = number
    }
    guard text.hasPrefix("/fd/", at: scanner.offset) else { return nil }
    scanner.offset += "/fd/".utf8.count
    guard let number = scanner.decimal(in: text, as: Int32.self), scanner.isAtEnd(of: text) else {
      return nil
    }
    fd = number
    self.path = path
  }

  /// The name, in the text of its mechanism, of what the descriptor leads to; nil when it is not of
  /// that mechanism.
  ///
  /// - Throws: `notFound` when there is no such descriptor, `denied` when it may not be looked at.
  package func name<Kind: DescriptorNamed>(
    as kind: Kind.Type, in context: Context
  ) throws(IPCError) -> [UInt8]? {
    let subject = String(decoding: path, as: UTF8.self)
    let patterns = Kind.sightings(in: context).descriptors
    let sighting = try GeneralFailures.attempt("readlink", subject) { () throws(Errno) in
      let process = try ProcessDirectory(pid)
      let directory = try Descriptor(
        opening: [UInt8](path: "fd"), in: process.descriptor, flags: .directory)
      return try DescriptorLinks(directory: directory.rawValue).sighting(
        [UInt8](path: String(fd)), patterns)
    }
    guard let sighting else { return nil }
    guard let name = Kind.name(of: sighting) else {
      throw IPCError(.gone, subject: subject, reason: "the object it leads to has no name any more")
    }
    return name.text
  }
}
