internal import Glibc
package import SystemPackage

/// Reads files whose size is not known before, as those of /proc are.
package enum WholeFile {
  /// Appends all that `descriptor` still gives to `bytes`.
  ///
  /// A file of /proc gives a page or less at a time, whatever the buffer, so it is read to its end.
  package static func append(
    _ descriptor: borrowing Descriptor, to bytes: inout [UInt8]
  ) throws(Errno) {
    while try appendOnce(descriptor, to: &bytes) > 0 {}
  }

  /// All of an open file, from where it stands.
  static func read(_ descriptor: borrowing Descriptor) throws(Errno) -> [UInt8] {
    var bytes: [UInt8] = []
    try append(descriptor, to: &bytes)
    return bytes
  }

  /// All of the file at `path`.
  package static func read(_ path: [UInt8]) throws(Errno) -> [UInt8] {
    let descriptor = try Descriptor(opening: path)
    var bytes: [UInt8] = []
    try append(descriptor, to: &bytes)
    return bytes
  }

  /// All of the file at `path` below `directory`.
  package static func read(
    _ path: [UInt8], in directory: borrowing Descriptor
  ) throws(Errno) -> [UInt8] {
    let descriptor = try Descriptor(opening: path, in: directory)
    var bytes: [UInt8] = []
    try append(descriptor, to: &bytes)
    return bytes
  }

  /// All of a short file of /proc, such as `comm`, `syscall` and a socket's fdinfo: those come whole at the
  /// first read (fs/proc/base.c, fs/proc/fd.c), and the one that would tell the end is saved.
  static func readShort(
    _ path: [UInt8], in directory: borrowing Descriptor
  ) throws(Errno) -> [UInt8] {
    try readOnce(try Descriptor(opening: path, in: directory))
  }

  /// The same, by its path.
  static func readShort(_ path: [UInt8]) throws(Errno) -> [UInt8] {
    try readOnce(try Descriptor(opening: path))
  }

  private static func readOnce(_ descriptor: consuming Descriptor) throws(Errno) -> [UInt8] {
    var bytes: [UInt8] = []
    _ = try appendOnce(descriptor, to: &bytes)
    return bytes
  }

  /// Appends what one read gives, and says how much that was; 0 is the end.
  static func appendOnce(
    _ descriptor: borrowing Descriptor, to bytes: inout [UInt8]
  ) throws(Errno) -> Int {
    let descriptor = descriptor.rawValue
    let step = 16384
    let start = bytes.count
    var failure: Errno?
    unsafe withUnsafeTemporaryAllocation(byteCount: step, alignment: 16) { buffer in
      do throws(Errno) {
        let count = try systemCall { unsafe Glibc.read(descriptor, buffer.baseAddress, step) }
        unsafe bytes.append(contentsOf: buffer[..<count])
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes.count - start
  }
}
