internal import SystemPackage

extension PipeEnds {
  /// Takes so many bytes, which are known to be there.
  ///
  /// - Parameter subject: Whose bytes they are, for errors.
  func take(_ count: Int, _ subject: String) throws(IPCError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    try unsafe bytes.withUnsafeMutableBytesCarrying { (buffer) throws(IPCError) in
      while filled < buffer.count {
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
        let piece = try GeneralFailures.attempt("read", subject) { () throws(Errno) in
          try unsafe read.read(into: rest)
        }
        if piece == 0 { break }
        filled += piece
      }
    }
    return bytes
  }
}
