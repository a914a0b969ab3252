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
  /// - Parameter buffer: Of `bufferSize` bytes, to be used again.
  /// - Throws: What stands in the way of a look at it.
  func identify(
    _ fd: Int32, _ patterns: DescriptorPatterns, _ buffer: inout [UInt8]
  ) throws(Errno) -> Look {
    do throws(Errno) {
      let look = try recognise(fd, patterns, &buffer)
      guard case .object(var answer) = look else { return look }
      if answer.access == nil { answer.access = try access(fd) }
      return .object(answer)
    } catch .noSuchFileOrDirectory, .noSuchProcess {
      return .nothing
    }
  }

  /// How many descriptors are hidden behind `fd`, and in what way; nil for none. Comes after `identify` found
  /// nothing, and `buffer` still holds the link.
  func hidden(behind fd: Int32, _ buffer: [UInt8]) -> (spot: BlindSpot, count: UInt64)? {
    for spot in BlindSpot.all where buffer.span.hasPrefix(spot.prefix) {
      var sighting = DescriptorSighting(pid: pid, fd: fd)
      sighting.fdinfo = try? fdinfo(fd)
      if let count = sighting.info(spot.label), count > 0 { return (spot, count) }
    }
    return nil
  }

  /// The kernel cuts a longer link at a page.
  static let bufferSize = Int(PATH_MAX)

  /// What is known of a descriptor that one of `patterns` claims. Its access may still have to be read.
  ///
  /// - Parameter keepsText: Whether the sighting is to have the text of the link.
  func recognise(
    _ fd: Int32, _ patterns: DescriptorPatterns, _ buffer: inout [UInt8], keepsText: Bool = false
  ) throws(Errno) -> Look {
    let length = try readLink(fd, &buffer)
    let text = buffer.span.extracting(0..<length)
    // What one pattern has read the next one need not read again.
    var sighting = DescriptorSighting(pid: pid, fd: fd)
    var isPassedOver = false
    // Through a span the patterns are not copied, of which every copy counts references.
    let entries = patterns.entries.span
    for index in entries.indices where text.hasPrefix(entries[index].pattern.prefix) {
      if let accepts = entries[index].pattern.accepts, !accepts(text) { continue }
      let reads = entries[index].pattern.reads
      if reads.looksAtFile, patterns.slowMounts.include(text) {
        isPassedOver = true
        continue
      }
      if !reads.isEmpty { try read(reads, into: &sighting) }
      guard let object = entries[index].pattern.identify(sighting, text) else { continue }
      if keepsText || reads.contains(.text) { sighting.text = text.bytes(0..<length) }
      return .object(
        Answer(
          object: object, family: entries[index].family, access: entries[index].pattern.access,
          sighting: sighting))
    }
    return isPassedOver ? .passedOver : .nothing
  }

  private func read(
    _ reads: DescriptorPattern.ExtraReads, into sighting: inout DescriptorSighting
  ) throws(Errno) {
    let fd = sighting.fd
    if reads.contains(.target), sighting.target == nil { sighting.target = try target(fd) }
    if reads.contains(.fdinfo), sighting.fdinfo == nil { sighting.fdinfo = try fdinfo(fd) }
    if reads.contains(.fileSystem), sighting.fileSystemType == nil {
      sighting.fileSystemType = try fileSystemType(fd)
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
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        do throws(Errno) {
          let memory = unsafe UnsafeMutableRawBufferPointer(buffer).bindMemory(to: CChar.self)
          count = try Int(
            systemCall { unsafe cipc_fd_info(directory, fd, memory.baseAddress, size) })
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
      if bytes.count < size { return bytes }
      size *= 4
    }
  }

  /// O_PATH: the file is named, not opened.
  private func fileSystemType(_ fd: Int32) throws(Errno) -> UInt64 {
    let handle = Descriptor(
      adopting: try systemCall { cipc_fd_open(directory.rawValue, fd, cipc_o_path) })
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
