/// The name of a file as /proc shows it, in a link or in maps.
struct FileText {
  /// Without what stands behind the name of a file that has none any more.
  let path: ArraySlice<UInt8>
  /// Whether that stood there. A file may be called so: this alone proves nothing.
  let isDeleted: Bool

  init(_ text: [UInt8]) {
    let mark = " (deleted)".utf8
    isDeleted = text.count > mark.count && text.suffix(mark.count).elementsEqual(mark)
    path = isDeleted ? text.dropLast(mark.count) : text[...]
  }
}
