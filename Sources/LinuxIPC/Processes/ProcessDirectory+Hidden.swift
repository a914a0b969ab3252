extension ProcessDirectory {
  /// Whether a process is there, though /proc does not show it: another mount of it does, or none is there.
  package static func hides(_ pid: Int32) -> Bool { LastProcess(pid, at: 0)?.state == .hidden }

  /// What it would take to be shown each process.
  package static var listNeeds: String {
    // Who has a /proc is in it.
    guard (try? own()) != nil else { return "/proc" }
    return Capabilities.current().missing(of: [.systemPtrace])
      + ", or /proc mounted without hidepid"
  }
}
