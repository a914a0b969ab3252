internal import Glibc

/// Small files of /proc and of a test's own, read and written whole.
package enum TextFile {
  package static func read(_ path: String) throws -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SupportError("open \(path)", errno: errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = unsafe Glibc.read(descriptor, &piece, piece.count)
      guard count >= 0 else { throw SupportError("read \(path)", errno: errno) }
      if count == 0 { return bytes }
      bytes.append(contentsOf: piece[..<count])
    }
  }

  package static func write(_ bytes: [UInt8], to path: String, create: Bool = false) throws {
    let flags = O_WRONLY | O_CLOEXEC | (create ? O_CREAT | O_TRUNC : 0)
    let descriptor = unsafe open(path, flags, 0o600)
    guard descriptor >= 0 else { throw SupportError("open \(path)", errno: errno) }
    defer { close(descriptor) }
    guard unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      throw SupportError("write \(path)", errno: errno)
    }
  }

  package static func write(_ text: String, to path: String) throws {
    try write(Array(text.utf8), to: path)
  }
}
