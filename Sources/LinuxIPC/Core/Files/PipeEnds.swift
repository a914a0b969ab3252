internal import CLinuxIPC
package import SystemPackage

/// The two ends of a new pipe.
package struct PipeEnds: ~Copyable {
  package let read: Descriptor
  package let write: Descriptor

  /// The corresponding C function is `pipe2`.
  package init() throws(Errno) {
    var ends: (read: Int32, write: Int32) = (-1, -1)
    _ = try systemCall {
      unsafe withUnsafeMutableBytes(of: &ends) {
        unsafe cipc_pipe($0.bindMemory(to: Int32.self).baseAddress)
      }
    }
    read = Descriptor(adopting: ends.read)
    write = Descriptor(adopting: ends.write)
  }
}
