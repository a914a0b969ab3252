internal import CLinuxIPC
internal import SystemPackage

/// The descriptors of one thread, by its own table, which need not be its process's: their directory in /proc is
/// opened once, with the first that is looked at.
package final class ThreadDescriptors {
  package let thread: ThreadID
  private let patterns: DescriptorPatterns
  private var links: DescriptorLinks?
  private var buffer: [UInt8] = []

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

  init(of thread: ThreadID, _ patterns: DescriptorPatterns) {
    self.thread = thread
    self.patterns = patterns
  }

  package func find(_ fd: Int32) -> Found {
    do throws(Errno) {
      return try look { (links, buffer) throws(Errno) in
        let look = try links.identify(fd, patterns, below: nil, &buffer)
        if case .object(let answer) = look { return .object(answer.object, answer.access) }
        return .other(try links.text(of: fd, &buffer), try? links.file(of: fd))
      }
    } catch {
      return .unknown
    }
  }

  /// The lines of fdinfo/N, proc_pid_fdinfo(5); nil when they may not be read.
  package func info(_ fd: Int32) -> [UInt8]? {
    try? look { (links, _) throws(Errno) in try links.fdinfo(fd) }
  }

  /// Whether a descriptor is what an epoll(7) instance watches that was called so when it was added: the number may be
  /// another's by now. False too when the kernel does not tell (CONFIG_KCMP).
  ///
  /// - Parameter turn: Which of those it is that were called so, in the order of the instance's fdinfo.
  package func isWatched(_ fd: Int32, by instance: Int32, turn: Int) -> Bool {
    LentCapabilities.raising([.systemPtrace]) {
      cipc_compare_watched(thread.tid, instance, fd, UInt32(turn)) == 0
    }
  }

  private func look<Value>(
    _ body: (borrowing DescriptorLinks, inout [UInt8]) throws(Errno) -> Value
  ) throws(Errno) -> Value {
    try LentCapabilities.raising(Capability.sight) { () throws(Errno) in try lookNow(body) }
  }

  private func lookNow<Value>(
    _ body: (borrowing DescriptorLinks, inout [UInt8]) throws(Errno) -> Value
  ) throws(Errno) -> Value {
    if links == nil {
      links = try DescriptorLinks(of: try ProcessDirectory(thread.pid), thread: thread.tid)
      buffer = [UInt8](repeating: 0, count: DescriptorLinks.bufferSize)
    }
    switch links {
    case .some(let links): return try body(links, &buffer)
    case nil: throw .badFileDescriptor
    }
  }
}
