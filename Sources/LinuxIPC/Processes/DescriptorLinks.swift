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
    case object(ObjectIdentity, Holder.Access)
  }

  /// What the descriptor called `name` leads to, by the first of `patterns` that knows it.
  func identify(_ name: [UInt8], _ patterns: [DescriptorPattern]) -> Answer {
    do throws(Errno) {
      let link = try text(name)
      for pattern in patterns where link.span.hasPrefix(pattern.prefix) {
        guard let object = pattern.identify(try read(pattern, link, name)) else { continue }
        return .object(object, try access(name))
      }
      return .none
    } catch .noSuchFileOrDirectory, .noSuchProcess {
      // Closed since the directory was read.
      return .none
    } catch {
      return .denied
    }
  }

  /// What is known of a descriptor that one of `patterns` claims; nil when none does.
  func sighting(
    _ name: [UInt8], _ patterns: [DescriptorPattern]
  ) throws(Errno) -> DescriptorSighting? {
    let link = try text(name)
    for pattern in patterns where link.span.hasPrefix(pattern.prefix) {
      let sighting = try read(pattern, link, name)
      if pattern.identify(sighting) != nil { return sighting }
    }
    return nil
  }

  private func read(
    _ pattern: DescriptorPattern, _ link: [UInt8], _ name: [UInt8]
  ) throws(Errno) -> DescriptorSighting {
    switch pattern.reads {
    case .none: DescriptorSighting(link: link, status: nil)
    case .status: DescriptorSighting(link: link, status: try status(name, following: true))
    }
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

  private func status(_ name: [UInt8], following: Bool) throws(Errno) -> FileStatus {
    try unsafe name.withCPath { (path) throws(Errno) in
      var status = cipc_file_status()
      _ = try systemCall {
        following
          ? unsafe cipc_statat_cached(directory, path, &status)
          : unsafe cipc_lstatat(directory, path, &status)
      }
      return FileStatus(status)
    }
  }

  /// The owner's permission bits of the link tell how the descriptor was opened, proc_pid_fd(5).
  private func access(_ name: [UInt8]) throws(Errno) -> Holder.Access {
    let mode = try status(name, following: false).mode
    let canRead = mode & 0o400 != 0
    let canWrite = mode & 0o200 != 0
    return canRead && canWrite ? .readWrite : canWrite ? .write : .read
  }
}
