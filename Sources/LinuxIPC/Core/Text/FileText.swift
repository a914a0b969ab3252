/// The name of a file as /proc shows it, in a link or in maps.
package struct FileText: Sendable, Equatable {
  /// Without what stands behind the name of a file that has none any more. One that has may be called so:
  /// that alone proves nothing.
  package let path: ArraySlice<UInt8>
  /// Whether that stood there.
  package let isDeleted: Bool

  init(_ text: [UInt8]) {
    let mark = " (deleted)".utf8
    isDeleted = text.count > mark.count && text.suffix(mark.count).elementsEqual(mark)
    path = isDeleted ? text.dropLast(mark.count) : text[...]
  }

  /// The path of a file that is there, however it is called.
  init(ofPath path: [UInt8]) {
    self.path = path[...]
    isDeleted = false
  }

  /// The path; nil for one that the file has no more.
  package var current: [UInt8]? { isDeleted ? nil : Array(path) }
  /// The path that the file has no more; nil for one that it has.
  package var former: [UInt8]? { isDeleted ? Array(path) : nil }

  /// What is at the path, for the object `identity`, as far as the kernel knows.
  func found(_ identity: ObjectIdentity) -> AtPath? { AtPath(Array(path), of: identity) }
}
