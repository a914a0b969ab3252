internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

/// The links of one open /proc/PID/fd, or of a thread's own, /proc/PID/task/TID/fd.
struct DescriptorLinks: ~Copyable {
  let pid: Int32
  private let directory: Descriptor

  /// Opens the table of `process`, or of one of its threads.
  ///
  /// - Throws: `permissionDenied` without the right to trace it.
  init(of process: borrowing ProcessDirectory, thread: Int32? = nil) throws(Errno) {
    pid = process.pid
    let path = thread.map { "task/\($0)/fd" } ?? "fd"
    directory = try Descriptor(
      opening: [UInt8](path: path), in: process.descriptor, flags: .directory)
  }

  /// A descriptor that one of the patterns claims.
  struct Answer {
    let object: ObjectIdentity
    let family: Int
    var access: Holder.Access?
    var sighting: DescriptorSighting
  }

  /// What a look at a descriptor came to.
  enum Look {
    case object(Answer)
    /// It may be an object, and to see that a server would have to be asked.
    case passedOver
    /// It is none, and others are hidden behind it.
    case blindSpot(BlindSpot)
    /// It was one, and has lost its name: what such are called.
    case unlinked(String)
    case nothing
  }

  /// Calls `visit` with the number of each descriptor.
  func forEach(_ visit: (Int32) -> Void) throws(Errno) {
    try DirectoryEntries.forEach(in: directory) { name in
      var scanner = ByteScanner()
      if let fd = scanner.decimal(in: name, as: Int32.self) { visit(fd) }
      return true
    }
  }

  /// What descriptor `fd` leads to, by the first of `patterns` that knows it; nothing when none does,
  /// or it was closed meanwhile.
  ///
  /// - Parameters:
  ///   - slowMounts: Where no file may be looked at; nil when any may.
  ///   - known: What a census tells of it.
  ///   - buffer: Of `bufferSize` bytes, to be used again.
  /// - Throws: What stands in the way of a look at it.
  func identify(
    _ fd: Int32, _ patterns: DescriptorPatterns, below slowMounts: SlowMounts?,
    known: DescriptorCensus.Entry? = nil, _ buffer: inout [UInt8]
  ) throws(Errno) -> Look {
    do throws(Errno) {
      let look = try recognise(fd, patterns, below: slowMounts, known: known?.file, &buffer)
      guard case .object(var answer) = look else { return look }
      if answer.access == nil {
        answer.access = if let known { known.access } else { try access(fd) }
      }
      return .object(answer)
    } catch .noSuchFileOrDirectory, .noSuchProcess {
      return .nothing
    }
  }

  /// How many descriptors are hidden behind `fd`; nil for none.
  func count(behind fd: Int32, _ spot: BlindSpot) -> UInt64? {
    var sighting = DescriptorSighting(pid: pid, fd: fd)
    sighting.fdinfo = try? fdinfo(fd)
    return sighting.info(spot.label).flatMap { $0 > 0 ? $0 : nil }
  }

  /// The kernel gives no longer one (fs/proc/base.c, do_proc_readlink).
  static let bufferSize = Int(PATH_MAX)

  /// What is known of a descriptor that one of `patterns` claims. Its access may still have to be read.
  ///
  /// - Parameters:
  ///   - slowMounts: Where no file may be looked at; nil when any may.
  ///   - known: Of what it leads to the type, the device and the inode, if they are known.
  ///   - keepsText: Whether the sighting is to have the text of the link.
  func recognise(
    _ fd: Int32, _ patterns: DescriptorPatterns, below slowMounts: SlowMounts?,
    known: FileStatus? = nil, _ buffer: inout [UInt8], keepsText: Bool = false
  ) throws(Errno) -> Look {
    // What one pattern has read the next one need not read again.
    var sighting = DescriptorSighting(pid: pid, fd: fd)
    var length: Int?
    sighting.target = known
    var hasWholeTarget = known == nil && slowMounts == nil
    if hasWholeTarget { sighting.target = try target(fd) }
    var isPassedOver = false
    // Through a span the patterns are not copied, of which every copy counts references.
    let entries = patterns.entries.span
    for index in entries.indices {
      let mark = entries[index].pattern.mark
      if let target = sighting.target, !entries[index].pattern.mayBe(target) { continue }
      if mark != .file || sighting.target == nil {
        let end = try readLink(fd, &buffer, unless: &length)
        let text = buffer.span.extracting(0..<end)
        guard text.hasPrefix(entries[index].pattern.prefix),
          entries[index].pattern.accepts?(text) ?? true
        else { continue }
        if mark == .path, !hasWholeTarget {
          if let slowMounts, slowMounts.include(text) {
            isPassedOver = true
            continue
          }
          let target = try target(fd)
          sighting.target = target
          hasWholeTarget = true
          if !entries[index].pattern.mayBe(target) { continue }
        }
      }
      let reads = entries[index].pattern.reads
      if !reads.isEmpty { try read(reads, into: &sighting) }
      let object = entries[index].pattern.identify(
        sighting, buffer.span.extracting(0..<(length ?? 0)))
      guard let object else { continue }
      if let what = entries[index].pattern.unlinked, sighting.target?.links == 0 {
        return .unlinked(what)
      }
      if keepsText || reads.contains(.text) {
        let end = try readLink(fd, &buffer, unless: &length)
        sighting.text = buffer.span.bytes(0..<end)
      }
      return .object(
        Answer(
          object: object, family: entries[index].family, access: entries[index].pattern.access,
          sighting: sighting))
    }
    if isPassedOver { return .passedOver }
    return try blindSpot(fd, sighting.target, length, &buffer).map { .blindSpot($0) } ?? .nothing
  }

  /// - Parameters:
  ///   - target: What the link leads to, if that was looked at.
  ///   - length: That of its text, if it was read.
  private func blindSpot(
    _ fd: Int32, _ target: FileStatus?, _ length: Int?, _ buffer: inout [UInt8]
  ) throws(Errno) -> BlindSpot? {
    if let target, !KernelFileSystems.mayBeAnonymous(target) { return nil }
    var length = length
    let end = try readLink(fd, &buffer, unless: &length)
    let text = buffer.span.extracting(0..<end)
    for spot in BlindSpot.all where text.hasPrefix(spot.prefix) { return spot }
    return nil
  }

  private func read(
    _ reads: DescriptorPattern.ExtraReads, into sighting: inout DescriptorSighting
  ) throws(Errno) {
    let fd = sighting.fd
    if reads.contains(.fdinfo), sighting.fdinfo == nil { sighting.fdinfo = try fdinfo(fd) }
    if reads.contains(.fileSystem), sighting.fileSystemType == nil {
      sighting.fileSystemType = try fileSystemType(fd)
    }
  }

  /// Whether the text of a link begins so.
  func begins(_ fd: Int32, with prefix: StaticString) throws(Errno) -> Bool {
    var buffer = [UInt8](repeating: 0, count: prefix.utf8CodeUnitCount)
    let length: Int
    do throws(Errno) {
      length = try readLink(fd, &buffer)
    } catch .fileNameTooLong {
      // Only paths are so long.
      return false
    }
    return buffer.span.extracting(0..<length).hasPrefix(prefix)
  }

  /// A handle on what it leads to (O_PATH), which opens nothing.
  func handle(_ fd: Int32) throws(Errno) -> Descriptor {
    Descriptor(adopting: try systemCall { cipc_fd_open(directory.rawValue, fd, cipc_o_path) })
  }

  /// The length of the text, which is read unless it was.
  private func readLink(
    _ fd: Int32, _ buffer: inout [UInt8], unless length: inout Int?
  ) throws(Errno) -> Int {
    if let length { return length }
    do throws(Errno) {
      let read = try readLink(fd, &buffer)
      length = read
      return read
    } catch .fileNameTooLong {
      // Only paths are so long, and what they lead to is known without them.
      buffer[0] = UInt8(ascii: "/")
      length = 1
      return 1
    }
  }

  /// The corresponding C function is `readlinkat`.
  private func readLink(_ fd: Int32, _ buffer: inout [UInt8]) throws(Errno) -> Int {
    let directory = directory.rawValue
    return try unsafe buffer.withUnsafeMutableBytesCarrying { (bytes) throws(Errno) in
      let text = unsafe bytes.bindMemory(to: CChar.self)
      return Int(
        try systemCall { unsafe cipc_fd_readlink(directory, fd, text.baseAddress, text.count) })
    }
  }

  /// The text of the link.
  func text(of fd: Int32, _ buffer: inout [UInt8]) throws(Errno) -> [UInt8] {
    let length = try readLink(fd, &buffer)
    return buffer.span.bytes(0..<length)
  }

  /// What the link leads to.
  func file(of fd: Int32) throws(Errno) -> FileStatus { try target(fd) }

  /// Whether the text of the link can be had, so that only the file itself is out of sight.
  func hasReadableLink(_ fd: Int32, _ buffer: inout [UInt8]) -> Bool {
    (try? readLink(fd, &buffer)) != nil
  }

  private func target(_ fd: Int32) throws(Errno) -> FileStatus {
    var status = cipc_file_status()
    _ = try systemCall { unsafe cipc_fd_target(directory.rawValue, fd, &status) }
    return FileStatus(status)
  }

  /// All of fdinfo/N: most are short, and read in one go.
  func fdinfo(_ fd: Int32) throws(Errno) -> [UInt8] {
    let directory = directory.rawValue
    var size = 1024
    while true {
      var failure: Errno?
      // Copied, so that of many that are kept none takes more than its text.
      let bytes = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { buffer in
        do throws(Errno) {
          let count = try systemCall {
            unsafe cipc_fd_info(directory, fd, buffer.baseAddress, size)
          }
          return unsafe [UInt8](
            UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<Int(count)]))
        } catch {
          failure = error
          return []
        }
      }
      if let failure { throw failure }
      if bytes.count < size { return bytes }
      size *= 4
    }
  }

  /// O_PATH: the file is named, not opened.
  private func fileSystemType(_ fd: Int32) throws(Errno) -> UInt64 {
    let handle = try handle(fd)
    var type: UInt64 = 0
    _ = try systemCall { unsafe cipc_fstatfs_type(handle.rawValue, &type) }
    return type
  }

  /// The owner's permission bits of the link tell how the descriptor was opened, proc_pid_fd(5); nil for a
  /// handle on the file itself (O_PATH), through which nothing is read or written.
  private func access(_ fd: Int32) throws(Errno) -> Holder.Access? {
    let mode = try systemCall { cipc_fd_link_mode(directory.rawValue, fd) }
    let canRead = mode & 0o400 != 0
    let canWrite = mode & 0o200 != 0
    guard canRead || canWrite else { return nil }
    return canRead && canWrite ? .readWrite : canWrite ? .write : .read
  }
}
