/// The name of a file as /proc shows it, in a link or in maps.
struct FileText {
  /// Without what stands behind the name of a file that has none any more. One that has may be called so:
  /// that alone proves nothing.
  let path: ArraySlice<UInt8>
  init(_ text: [UInt8]) {
    let mark = " (deleted)".utf8
    let isDeleted = text.count > mark.count && text.suffix(mark.count).elementsEqual(mark)
    path = isDeleted ? text.dropLast(mark.count) : text[...]
  }
}
