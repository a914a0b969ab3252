internal import SystemPackage

extension [UInt8] {
  /// The bytes of `string`, as the kernel takes and gives names.
  package init(path string: String) {
    self = Array(string.utf8)
  }

  /// Runs `body` with the bytes as a C string.
  ///
  /// - Throws: `noSuchFileOrDirectory` for bytes with a NUL, which no file name has; what `body`
  ///   throws.
  func withCPath<Value>(
    _ body: (UnsafePointer<CChar>) throws(Errno) -> Value
  ) throws(Errno) -> Value {
    guard !contains(0) else { throw .noSuchFileOrDirectory }
    var terminated = self
    terminated.append(0)
    // `withUnsafeBytes` rethrows untyped, so the outcome is carried out as a value.
    let outcome: Result<Value, Errno> = unsafe terminated.withUnsafeBytes { buffer in
      do throws(Errno) {
        let pointer = unsafe buffer.bindMemory(to: CChar.self)
        guard let base = pointer.baseAddress else { throw .invalidArgument }
        return .success(try unsafe body(base))
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  /// Of an absolute path: the directory, with the slash behind it, and the name in it.
  var asPlace: (directory: [UInt8], name: [UInt8]) {
    let slash = lastIndex(of: UInt8(ascii: "/")) ?? 0
    return (Array(self[...slash]), Array(self[(slash + 1)...]))
  }
}

extension [[UInt8]] {
  /// Runs `body` with each as a C string.
  func withCPaths<Value>(
    _ body: ([UnsafePointer<CChar>?]) throws(Errno) -> Value
  ) throws(Errno) -> Value {
    // One text after the other, each with its NUL.
    var text: [CChar] = []
    var places: [Int] = []
    for path in self {
      places.append(text.count)
      text += path.map { CChar(truncatingIfNeeded: $0) } + [0]
    }
    let result = unsafe text.withUnsafeBufferPointer { text in
      Result { () throws(Errno) in
        try unsafe body(places.map { place in unsafe text.baseAddress.map { unsafe $0 + place } })
      }
    }
    return try result.get()
  }
}
