internal import SystemPackage

/// Tells what a descriptor of a thread leads to: by the thread's own table, which need not be its process's.
package struct DescriptorFinder: Sendable {
  private let patterns: DescriptorPatterns

  package enum Found: Sendable {
    /// One of the kinds that are looked for.
    ///
    /// The access is how the descriptor is open; nil for a handle (O_PATH).
    case object(ObjectIdentity, Holder.Access?)
    /// Something else, as its link shows it, and its file where it has one: a terminal, a timer, a regular file.
    case other([UInt8], FileStatus?)
    /// It was closed, or may not be looked at.
    case unknown
  }

  package init(_ kinds: [any Sighted.Type], in context: Context) {
    patterns = ProcessScanner(kinds, in: context).descriptors
  }

  package func find(_ fd: Int32, of thread: ThreadID) -> Found {
    do throws(Errno) {
      let process = try ProcessDirectory(thread.pid)
      let links = try DescriptorLinks(of: process, thread: thread.tid)
      var buffer = [UInt8](repeating: 0, count: DescriptorLinks.bufferSize)
      let look = try links.identify(fd, patterns, below: nil, &buffer)
      if case .object(let answer) = look { return .object(answer.object, answer.access) }
      return .other(try links.text(of: fd, &buffer), try? links.file(of: fd))
    } catch {
      return .unknown
    }
  }

  /// The lines of /proc/PID/task/TID/fdinfo/N, proc_pid_fdinfo(5); nil when they may not be read.
  package static func info(_ fd: Int32, of thread: ThreadID) -> [UInt8]? {
    try? WholeFile.read(
      [UInt8](path: "/proc/\(thread.pid)/task/\(thread.tid)/fdinfo/\(fd)"))
  }
}
