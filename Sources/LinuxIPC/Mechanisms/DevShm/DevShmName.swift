/// The name of an object, which is the name of a file without any slash, shown with one before it and
/// without the prefix that tells its kind.
package struct DevShmName<Kind: DevShmFiles>: ObjectName {
  /// The name of its file, whole; any bytes but `/` and NUL.
  package let file: [UInt8]

  /// A name as the directory gave it.
  init(file: [UInt8]) {
    self.file = file
  }

  /// The slash in front may be left out.
  package init(parsing text: [UInt8]) throws(IPCError) {
    let slash = UInt8(ascii: "/")
    let name = text.first == slash ? text.dropFirst() : text[...]
    let file = [UInt8](path: Kind.use.filePrefix) + name
    if let reason = name.isEmpty ? "the name is empty" : Self.objection(to: file) {
      throw IPCError(.usage, subject: "", reason: reason)
    }
    self.file = file
  }

  package var text: [UInt8] {
    [UInt8(ascii: "/")] + file.dropFirst(Kind.use.filePrefix.utf8.count)
  }

  /// The object's file.
  package var path: [UInt8] { [UInt8](path: DevShmUse.directory + "/") + file }

  private static func objection(to file: [UInt8]) -> String? {
    if DevShmUse(ofFile: file.span) != Kind.use {
      return "names that begin with sem. belong to named semaphores"
    }
    if file.contains(UInt8(ascii: "/")) { return "a name has no slash but the first" }
    if file.contains(0) { return "a name has no NUL byte" }
    if file == [UInt8](path: ".") || file == [UInt8](path: "..") {
      return "a name is not a directory"
    }
    let longest = 255 - Kind.use.filePrefix.utf8.count
    if file.count > 255 { return "a name has at most \(longest) bytes (NAME_MAX)" }
    return nil
  }
}

extension DevShmMechanism {
  /// A socket in the directory is no memory, and its path names it as any other's does.
  package static func name(atPath path: [UInt8]) -> Name? {
    guard (try? FileStatus(ofLink: path))?.type != .socket else { return nil }
    let prefix = [UInt8](path: DevShmUse.directory + "/")
    guard path.starts(with: prefix) else { return nil }
    let file = Array(path.dropFirst(prefix.count))
    guard DevShmUse(ofFile: file.span) == use else { return nil }
    return try? Name(parsing: Array(file.dropFirst(use.filePrefix.utf8.count)))
  }
}
