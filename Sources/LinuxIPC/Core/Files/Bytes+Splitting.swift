extension [UInt8] {
  /// The directory of an absolute path, and the name in it; nil for the root directory.
  var splitPath: (directory: [UInt8], name: [UInt8])? {
    let slash = UInt8(ascii: "/")
    guard let last = lastIndex(of: slash), last + 1 < count else { return nil }
    return (last == 0 ? [slash] : Array(self[..<last]), Array(self[(last + 1)...]))
  }
}
