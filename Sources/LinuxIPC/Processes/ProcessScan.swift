internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

/// One worker's look at one process after the other, with buffers that are used again.
struct ProcessScan {
  private let scanner: ProcessScanner
  private var maps: [UInt8] = []
  private var link = [UInt8](repeating: 0, count: DescriptorLinks.bufferSize)
  private var found: [Finding] = []

  init(_ scanner: ProcessScanner) {
    self.scanner = scanner
  }

  /// Something a process holds, before it is known who the process is.
  private struct Finding {
    let object: ObjectIdentity
    let fd: Int32?
    let access: Holder.Access
    let sighting: Sighting
    var mappings: UInt64 = 0
    var isHuge = false
  }

  /// Looks at a process. Returns false when a part of it may not be looked at.
  mutating func run(_ pid: Int32, _ visit: (Holding) -> Void) -> Bool {
    // A thread that stood for its process may end; then another one does.
    for _ in 0..<8 {
      if let isWhole = look(pid, visit) { return isWhole }
    }
    return false
  }

  /// The same; nil when the thread ended that was looked at in the place of its process.
  private mutating func look(_ pid: Int32, _ visit: (Holding) -> Void) -> Bool? {
    found.removeAll(keepingCapacity: true)
    do throws(Errno) {
      let process = try ProcessDirectory(pid)
      var isWhole = true
      for table in try tables(of: process) {
        do throws(Errno) {
          isWhole = try scan(process, table) && isWhole
        } catch {
          guard table.thread != nil, error == .noSuchFileOrDirectory || error == .noSuchProcess
          else { throw error }
          // Of a thread beside others, what it alone held went with it.
          if table.hasOwnMappings { return nil }
        }
      }
      if !found.isEmpty { try report(process, visit) }
      if isWhole { return true }
      // A kernel thread holds nothing, and the rights to see that do not matter.
      return try process.status().isKernelThread
    } catch .noSuchFileOrDirectory, .noSuchProcess {
      // It ended: whatever it held it holds no more.
      return true
    } catch {
      return false
    }
  }

  private mutating func scan(
    _ process: borrowing ProcessDirectory, _ table: Table
  ) throws(Errno) -> Bool {
    var isWhole = true
    if !scanner.mappings.isEmpty, table.hasOwnMappings {
      isWhole = try Self.scanMappings(process, table.thread, scanner.mappings, &maps, &found)
    }
    if scanner.descriptors.isEmpty { return isWhole }
    let known = found.count
    defer { if table.mayBeShared { dropKnown(from: known) } }
    do throws(Errno) {
      return try Self.scanDescriptors(process, table.thread, scanner.descriptors, &link, &found)
        && isWhole
    } catch {
      guard error == .permissionDenied || error == .notPermitted else { throw error }
      return false
    }
  }

  /// Drops what a table of descriptors has in common with those before it.
  private mutating func dropKnown(from start: Int) {
    struct Place: Hashable {
      let object: ObjectIdentity
      let fd: Int32?
    }
    var places = Set(found[..<start].map { Place(object: $0.object, fd: $0.fd) })
    let new = found[start...].filter { places.insert(Place(object: $0.object, fd: $0.fd)).inserted }
    found.replaceSubrange(start..., with: new)
  }

  private func report(
    _ process: borrowing ProcessDirectory, _ visit: (Holding) -> Void
  ) throws(Errno) {
    let command = try process.command()
    let uid = try process.uid()
    for finding in found {
      visit(
        Holding(
          object: finding.object,
          holder: Holder(
            pid: process.pid, command: command, uid: uid, fd: finding.fd, access: finding.access,
            mappings: finding.mappings, isHuge: finding.isHuge),
          sighting: finding.sighting))
    }
  }

  private static func scanMappings(
    _ process: borrowing ProcessDirectory, _ thread: Int32?, _ patterns: MappingPatterns,
    _ maps: inout [UInt8], _ found: inout [Finding]
  ) throws(Errno) -> Bool {
    guard try ProcessScanner.readMaps(of: process, thread: thread, into: &maps) else {
      return false
    }
    var namespaces: [Namespace.Kind: UInt64] = [:]
    let text = maps.span
    var cursor = ByteScanner()
    while !cursor.isAtEnd(of: text) {
      guard let mapping = Mapping(in: text, &cursor),
        let (object, isHuge) = patterns.identify(
          mapping, in: text, of: process, namespaces: &namespaces)
      else { continue }
      let access: Holder.Access =
        mapping.isShared && mapping.isWritable ? .mapReadWrite : .mapRead
      if let known = found.firstIndex(where: { $0.object == object && $0.access == access }) {
        found[known].mappings += 1
      } else {
        found.append(
          Finding(
            object: object, fd: nil, access: access,
            sighting: .mapping(mapping, name: text.bytes(mapping.name)), mappings: 1,
            isHuge: isHuge))
      }
    }
    return true
  }

  private static func scanDescriptors(
    _ process: borrowing ProcessDirectory, _ thread: Int32?, _ patterns: [DescriptorPattern],
    _ link: inout [UInt8], _ found: inout [Finding]
  ) throws(Errno) -> Bool {
    let links = try DescriptorLinks(of: process, thread: thread)
    var isWhole = true
    try links.forEach { fd in
      switch links.identify(fd, patterns, &link) {
      case .object(let object, let sighting, let access):
        found.append(
          Finding(object: object, fd: fd, access: access, sighting: .descriptor(sighting)))
      case .denied: isWhole = false
      case .none: break
      }
    }
    return isWhole
  }
}

extension ProcessScan {
  /// A table of descriptors in a process.
  private struct Table {
    /// Whose it is; nil for that of the process.
    let thread: Int32?
    /// Threads share their memory, so it is looked at once.
    let hasOwnMappings: Bool
    /// Whether it may be one that was looked at before.
    var mayBeShared = false
  }

  /// The process's own table, and those of threads that have their own (unshare(2), CLONE_FILES).
  ///
  /// Where the leader has ended and other threads live, /proc/PID shows nothing, and everything is
  /// under task/TID (KERNEL-NOTES section 6.4).
  private func tables(of process: borrowing ProcessDirectory) throws(Errno) -> [Table] {
    let whole = Table(thread: nil, hasOwnMappings: true)
    guard try process.threadCount() > 1 else { return [whole] }
    let threads = try process.threads()
    let isLeaderGone = try process.status().hasEnded
    guard let first = isLeaderGone ? threads.first(where: { $0 != process.pid }) : process.pid
    else {
      return [whole]
    }
    var tables = [isLeaderGone ? Table(thread: first, hasOwnMappings: true) : whole]
    var known = [first]
    for thread in threads where thread != first && thread != process.pid {
      let answers = known.map { cipc_same_descriptors($0, thread) }
      if answers.contains(0) { continue }
      // -1: the kernel does not tell (a filter, no CONFIG_KCMP), and the table is looked at to see.
      let isKnown = !answers.contains(-1)
      if isKnown { known.append(thread) }
      tables.append(Table(thread: thread, hasOwnMappings: false, mayBeShared: !isKnown))
    }
    return tables
  }
}
