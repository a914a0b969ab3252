internal import SystemPackage

/// What is asked of network namespaces other than our own.
package enum NetworkNamespace {
  /// The inode of the network namespace of a process; nil when that may not be seen.
  package static func inode(ofProcess pid: Int32) -> UInt64? {
    guard let process = try? ProcessDirectory(pid) else { return nil }
    return try? Namespace.of(process: process.descriptor, .net).inode
  }

  /// Whether some process is in another network namespace than `own`, or may be, as it may not be asked: a
  /// call for each process, where to know what they hold takes one for each descriptor.
  package static func areOthers(than own: UInt64) -> Bool {
    var areOthers = false
    try? ProcessDirectory.forEachPID { pid in
      do throws(Errno) {
        let network = try LentCapabilities.raising([.systemPtrace]) { () throws(Errno) in
          try FileStatus(of: [UInt8](path: "/proc/\(pid)/ns/net"))
        }
        areOthers = network.inode != own
      } catch {
        // It may have ended.
        areOthers = error != .noSuchFileOrDirectory && error != .noSuchProcess
      }
      return !areOthers
    }
    return areOthers
  }
}
