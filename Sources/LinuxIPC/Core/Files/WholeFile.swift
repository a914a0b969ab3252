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
    let step = 16384
    while true {
      let start = bytes.count
      let failure = appendOnce(descriptor.rawValue, step, to: &bytes)
      if let failure { throw failure }
      if bytes.count == start { return }
    }
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

  private static func appendOnce(
    _ descriptor: Int32, _ step: Int, to bytes: inout [UInt8]
  ) -> Errno? {
    var failure: Errno?
    unsafe withUnsafeTemporaryAllocation(byteCount: step, alignment: 16) { buffer in
      do throws(Errno) {
        let count = try systemCall { unsafe Glibc.read(descriptor, buffer.baseAddress, step) }
        unsafe bytes.append(contentsOf: buffer[..<count])
      } catch {
        failure = error
      }
    }
    return failure
  }
}
