internal import CLinuxIPC
internal import Glibc
package import SystemPackage

extension Descriptor {
  /// The path of what it leads to, as seen from our root directory.
  ///
  /// The corresponding C function is `readlink` of /proc/thread-self/fd.
  package borrowing func path() throws(Errno) -> [UInt8] {
    let text = [UInt8](path: "/proc/thread-self/fd/\(rawValue)")
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = try unsafe text.withCPath { (text) throws(Errno) in
      try unsafe buffer.withUnsafeMutableBytesCarrying { (bytes) throws(Errno) in
        let memory = unsafe bytes.bindMemory(to: CChar.self)
        return Int(
          try systemCall { unsafe cipc_readlink(text, memory.baseAddress, memory.count) })
      }
    }
    return Array(buffer[..<count])
  }
}
