internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

/// The links of one open /proc/PID/fd.
struct DescriptorLinks {
  /// The open directory, which the owner of this value keeps open.
  let directory: Int32

  enum Answer {
    case none
    case denied
    case object(ObjectIdentity, DescriptorSighting, Holder.Access)
  }

  /// What the descriptor called `name` leads to, by the first of `patterns` that knows it.
  func identify(_ name: [UInt8], _ patterns: [DescriptorPattern]) -> Answer {
    do throws(Errno) {
      guard let (object, sighting) = try recognise(name, patterns) else { return .none }
      let link = if let link = sighting.link { link } else { try linkStatus(name) }
      return .object(object, sighting, Self.access(link))
    } catch .noSuchFileOrDirectory, .noSuchProcess {
      // Closed since the directory was read.
      return .none
    } catch {
      return .denied
    }
  }

  /// What is known of a descriptor that one of `patterns` claims; nil when none does.
  func recognise(
    _ name: [UInt8], _ patterns: [DescriptorPattern]
  ) throws(Errno) -> (ObjectIdentity, DescriptorSighting)? {
    let text = try text(name)
    // What one pattern has read the next one need not read again.
    var sighting = DescriptorSighting(text: text)
    for pattern in patterns where text.span.hasPrefix(pattern.prefix) && pattern.accepts(text) {
      let reads = pattern.reads
      if reads.contains(.link), sighting.link == nil { sighting.link = try linkStatus(name) }
      if reads.contains(.target), sighting.target == nil {
        sighting.target = try targetStatus(name)
      }
      if reads.contains(.fdinfo), sighting.fdinfo == nil { sighting.fdinfo = try fdinfo(name) }
      if reads.contains(.fileSystem), sighting.fileSystemType == nil {
        sighting.fileSystemType = try fileSystemType(name)
      }
      if let object = pattern.identify(sighting) { return (object, sighting) }
    }
    return nil
  }

  private func linkStatus(_ name: [UInt8]) throws(Errno) -> FileStatus {
    try unsafe name.withCPath { (path) throws(Errno) in
      var status = cipc_file_status()
      _ = try systemCall { unsafe cipc_lstatat(directory, path, &status) }
      return FileStatus(status)
    }
  }

  private func targetStatus(_ name: [UInt8]) throws(Errno) -> FileStatus {
    try unsafe name.withCPath { (path) throws(Errno) in
      var status = cipc_file_status()
      _ = try systemCall { unsafe cipc_statat_cached(directory, path, &status) }
      return FileStatus(status)
    }
  }

  /// O_PATH: the file is named, not opened.
  private func fileSystemType(_ name: [UInt8]) throws(Errno) -> UInt64 {
    let handle = try Descriptor(opening: name, inOpen: directory, flags: .path)
    var type: UInt64 = 0
    _ = try systemCall { unsafe cipc_fstatfs_type(handle.rawValue, &type) }
    return type
  }

  private func fdinfo(_ name: [UInt8]) throws(Errno) -> [UInt8] {
    let file = try Descriptor(opening: [UInt8](path: "../fdinfo/") + name, inOpen: directory)
    var bytes: [UInt8] = []
    try WholeFile.append(file, to: &bytes)
    return bytes
  }

  /// The corresponding C function is `readlinkat`.
  private func text(_ name: [UInt8]) throws(Errno) -> [UInt8] {
    try unsafe name.withCPath { (path) throws(Errno) in
      // The kernel cuts a longer one at a page.
      let size = Int(PATH_MAX)
      var length = 0
      var number: Int32 = 0
      let link = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        unsafe buffer.withMemoryRebound(to: CChar.self) { buffer in
          guard let base = buffer.baseAddress else { return }
          length = unsafe Glibc.readlinkat(directory, path, base, size)
          number = Glibc.errno
        }
        count = max(length, 0)
      }
      if length < 0 { throw Errno(rawValue: number) }
      return link
    }
  }

  /// The owner's permission bits of the link tell how the descriptor was opened, proc_pid_fd(5).
  private static func access(_ link: FileStatus) -> Holder.Access {
    let canRead = link.mode & 0o400 != 0
    let canWrite = link.mode & 0o200 != 0
    return canRead && canWrite ? .readWrite : canWrite ? .write : .read
  }
}
