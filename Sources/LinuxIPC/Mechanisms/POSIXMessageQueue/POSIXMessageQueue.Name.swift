extension POSIXMessageQueue {
  /// The name of a queue: the name of a file without any slash, shown with one before it.
  package struct Name: ObjectName {
    /// Without the slash; any bytes but `/` and NUL.
    package let file: [UInt8]

    /// A name as the directory gave it.
    init(file: [UInt8]) {
      self.file = file
    }

    /// The slash in front may be left out.
    package init(parsing text: [UInt8]) throws(IPCError) {
      let slash = UInt8(ascii: "/")
      let file = Array(text.first == slash ? text.dropFirst() : text[...])
      if let reason = Self.objection(to: file) {
        throw IPCError(.usage, subject: "", reason: reason)
      }
      self.file = file
    }

    /// As the C library wants it.
    package var text: [UInt8] { [UInt8(ascii: "/")] + file }

    private static func objection(to file: [UInt8]) -> String? {
      if file.isEmpty { return "the name is empty" }
      if file.contains(UInt8(ascii: "/")) { return "a name has no slash but the first" }
      if file.contains(0) { return "a name has no NUL byte" }
      if file == Array(".".utf8) || file == Array("..".utf8) { return "a name is not a directory" }
      if file.count > 255 { return "a name has at most 255 bytes (NAME_MAX)" }
      return nil
    }
  }
}
