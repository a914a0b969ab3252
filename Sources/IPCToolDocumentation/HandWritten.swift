import SystemPackage

/// What people wrote for one man page: sections in mdoc(7), by their titles.
struct HandWritten {
  private(set) var sections: [(title: String, text: String)] = []

  /// Reads a file of sections.
  ///
  /// - Parameter isRequired: Whether it has to be there.
  init(_ path: FilePath, isRequired: Bool = true) throws {
    guard let text = try Self.contents(of: path, isRequired: isRequired) else { return }
    for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
      if line.hasPrefix(".\\\"") { continue }
      if line.hasPrefix(".Sh ") {
        sections.append((String(line.dropFirst(".Sh ".count)), ""))
      } else {
        // What stands before any section belongs to no other: a part to be put into one.
        if sections.isEmpty { sections.append(("", "")) }
        sections[sections.count - 1].text += Self.copyable(line) + "\n"
      }
    }
  }

  /// A line of input to a shell (`.Dl`), its dashes such that they can be copied to one.
  private static func copyable(_ line: Substring) -> String {
    guard line.hasPrefix(".Dl ") else { return String(line) }
    return line.split(separator: "-", omittingEmptySubsequences: false).joined(separator: "\\-")
  }

  /// What was written under `title`; nothing is the same as none.
  func text(_ title: String) -> String {
    sections.first { $0.title == title }?.text ?? ""
  }

  private static func contents(of path: FilePath, isRequired: Bool) throws -> String? {
    let file: FileDescriptor
    do {
      file = try FileDescriptor.open(path, .readOnly)
    } catch Errno.noSuchFileOrDirectory where !isRequired {
      return nil
    }
    return try file.closeAfter {
      var bytes: [UInt8] = []
      while true {
        var piece = [UInt8](repeating: 0, count: 65536)
        let count = try unsafe piece.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
        if count == 0 { return String(decoding: bytes, as: UTF8.self) }
        bytes += piece[..<count]
      }
    }
  }
}
