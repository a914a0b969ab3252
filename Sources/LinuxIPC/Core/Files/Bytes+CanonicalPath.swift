internal import SystemPackage

extension [UInt8] {
  /// The same absolute path as the kernel writes it, without `.`, `..`, slashes too many and links to
  /// directories; itself when no such directory can be reached.
  ///
  /// - Parameter followsLinks: Whether a symbolic link at its end gives way to what it leads to. A file
  ///   system that does not answer is waited for.
  package func canonicalPath(followsLinks: Bool) -> [UInt8] {
    if followsLinks, let target = linkTarget { return target }
    let slash = UInt8(ascii: "/")
    guard first == slash, let end = lastIndex(of: slash) else { return self }
    let name = self[(end + 1)...]
    guard !name.isEmpty, !name.elementsEqual(".".utf8), !name.elementsEqual("..".utf8),
      let directory = Self.pathInProc(of: Array(self[...end]))
    else { return self }
    return directory + (directory.last == slash ? [] : [slash]) + name
  }

  /// What a symbolic link leads to at last, by its canonical path; nil for all else, and for a link that
  /// leads to nothing, or to what has no path.
  package var linkTarget: [UInt8]? {
    guard (try? FileStatus(ofLink: self))?.type == .symlink else { return nil }
    return Self.pathInProc(of: self)
  }

  /// Nothing is opened but the path: who waits at a FIFO goes on waiting.
  private static func pathInProc(of path: [UInt8]) -> [UInt8]? {
    guard let found = try? Descriptor(opening: path, flags: .path).path(),
      found.first == UInt8(ascii: "/")
    else { return nil }
    return found
  }
}
