internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

extension ProcessDirectory {
  /// Whether /proc belongs to another pid namespace, as it does after `unshare --pid` alone: calls take its numbers
  /// for other processes, or for none.
  static let isForeign: Bool = {
    var link = [UInt8](repeating: 0, count: 16)
    let count = try? unsafe link.withUnsafeMutableBytesCarrying { (bytes) throws(Errno) in
      let memory = unsafe bytes.bindMemory(to: CChar.self)
      return try systemCall { unsafe cipc_readlink("/proc/self", memory.baseAddress, memory.count) }
    }
    // It leads nowhere where we have no number there.
    return count.map { link[..<Int($0)] != Array("\(getpid())".utf8)[...] } ?? true
  }()

  /// Whether a process is there, though /proc does not show it: another mount of it does, or none is there.
  package static func hides(_ pid: Int32) -> Bool { LastProcess(pid, at: 0)?.state == .hidden }

  /// What it would take to be shown each process.
  package static var listNeeds: String {
    guard (try? FileStatus(ofLink: [UInt8](path: "/proc/self"))) != nil else { return "/proc" }
    if isForeign { return "a /proc of our own pid namespace" }
    return Capabilities.current().missing(of: [.systemPtrace])
      + ", or /proc mounted without hidepid"
  }
}
