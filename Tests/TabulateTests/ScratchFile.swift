import Glibc
import Testing

/// A file without a name, to capture output in: unlike a pipe it never fills up.
struct ScratchFile: ~Copyable {
  let descriptor: Int32

  init() throws {
    var template = Array("/tmp/tabulate-tests-XXXXXX".utf8CString)
    descriptor = unsafe mkstemp(&template)
    try #require(descriptor >= 0)
    unsafe unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  deinit {
    close(descriptor)
  }

  /// All of its bytes; the offset stays.
  borrowing func contents() throws -> [UInt8] {
    var status = stat()
    let result = unsafe fstat(descriptor, &status)
    try #require(result == 0)
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
    try #require(count == bytes.count)
    return bytes
  }
}
