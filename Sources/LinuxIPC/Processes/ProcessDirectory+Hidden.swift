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

  /// Whether there may be processes of which our pid namespace knows nothing (pid_namespaces(7)).
  fileprivate static let isOfPart = Namespace.ofThread(.pid)?.isInitialPIDNamespace == false

  private static var isMounted: Bool {
    (try? FileStatus(ofLink: [UInt8](path: "/proc/self"))) != nil
  }

  /// What it would take to be shown what in /proc is no process's (subset=pid, proc(5)).
  static var otherNeeds: String { isMounted ? "/proc mounted without subset=pid" : "/proc" }

  /// What it would take to be shown each process.
  package static var listNeeds: String {
    guard isMounted else { return "/proc" }
    if isForeign { return "a /proc of our own pid namespace" }
    return Capabilities.current().missing(of: [.systemPtrace])
      + ", or /proc mounted without hidepid"
  }
}

extension Coverage {
  /// Counts the processes that /proc leaves out, where there may be any.
  ///
  /// - Parameters:
  ///   - first: The lowest number that it lists; nil for none.
  ///   - what: What is hidden with them.
  mutating func hideUnlisted(from first: Int32?, _ what: String = Self.processes) {
    // Every pid namespace has an init while it lives; where it is not listed, others are not either.
    if first != 1 { return hide(what, count: nil, needs: ProcessDirectory.listNeeds) }
    guard ProcessDirectory.isOfPart else { return }
    hide(what + Self.outside, count: nil, needs: "a look from the initial pid namespace")
  }
}
