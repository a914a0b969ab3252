internal import CLinuxIPC
internal import LinuxIPC
internal import SystemPackage

/// Two ends: what is written to one is read from the other.
enum Channel {
  /// Whoever gets the ends closes them.
  static func open() throws(IPCError) -> (read: Int32, write: Int32) {
    var ends: (read: Int32, write: Int32) = (-1, -1)
    _ = try GeneralFailures.attempt("pipe2", "ipctool") { () throws(Errno) in
      try systemCall {
        unsafe withUnsafeMutableBytes(of: &ends) {
          unsafe cipc_channel($0.bindMemory(to: Int32.self).baseAddress)
        }
      }
    }
    return ends
  }
}

/// The reading end of one, and what has come out of it.
final class Inlet {
  private let end: Descriptor
  private(set) var bytes: [UInt8] = []
  private(set) var isAtEnd = false

  init(adopting end: Int32) {
    self.end = Descriptor(adopting: end)
  }

  /// For poll(2), which passes over negative numbers.
  var polled: Int32 { isAtEnd ? -1 : end.rawValue }

  /// Reads what is there, and waits where nothing is.
  func read() {
    var piece = [UInt8](repeating: 0, count: 4096)
    let count = try? unsafe piece.withUnsafeMutableBytesCarrying { (buffer) throws(Errno) in
      try unsafe end.read(into: buffer)
    }
    bytes += piece[..<(count ?? 0)]
    isAtEnd = (count ?? 0) == 0
  }
}
