internal import Glibc

/// A file that goes with its owner.
package final class ScratchFile {
  package let path: String

  package init(_ bytes: [UInt8] = []) throws {
    var template = Array("/tmp/ipctool-test-XXXXXX".utf8CString)
    let descriptor = unsafe mkstemp(&template)
    guard descriptor >= 0 else { throw SupportError("mkstemp", errno: errno) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { close(descriptor) }
    guard unsafe write(descriptor, bytes, bytes.count) == bytes.count else {
      throw SupportError("write", errno: errno)
    }
  }

  deinit { unsafe _ = unlink(path) }
}
