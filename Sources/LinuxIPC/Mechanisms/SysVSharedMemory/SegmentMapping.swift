internal import Glibc
internal import SystemPackage

/// A segment reached through a mapping in /proc/PID/map_files: a file of the whole segment, whatever
/// part of it is mapped there.
///
/// Needs the right to trace the process, and CAP_CHECKPOINT_RESTORE or CAP_SYS_ADMIN
/// (KERNEL-NOTES section 8.2).
enum SegmentMapping {
  /// The segment, through the first process that has it attached and may be looked into.
  static func open(_ object: SysVSharedMemory.Object, in context: Context) -> Descriptor? {
    var number: Int32?
    let finder = Finder(object)
    try? ProcessDirectory.forEachPID { pid in
      number = finder.open(pid, in: context)
      return number == nil
    }
    return number.map { Descriptor(adopting: $0) }
  }

  /// The segment, through our own attachment at `start`.
  static func openOwn(
    _ object: SysVSharedMemory.Object, at start: UInt64, in context: Context
  ) -> Descriptor? {
    Finder(object, start: start).open(getpid(), in: context).map { Descriptor(adopting: $0) }
  }

  /// Looks for one segment in the maps of a process.
  private struct Finder {
    let inode: UInt64
    let devices = SysVSharedMemory.kernelDevices()
    /// Where it has to begin; nil for anywhere.
    let start: UInt64?

    init(_ object: SysVSharedMemory.Object, start: UInt64? = nil) {
      inode = UInt64(object.attributes.id)
      self.start = start
    }

    /// A descriptor of the segment, which the caller closes.
    func open(_ pid: Int32, in context: Context) -> Int32? {
      guard let process = try? ProcessDirectory(pid), let range = find(in: process) else {
        return nil
      }
      // Our own id of another IPC namespace's process would be another segment.
      guard start != nil || isHere(process, context) else { return nil }
      let path = [UInt8](path: "map_files/\(hex(range.start))-\(hex(range.end))")
      guard let file = try? Descriptor(opening: path, in: process.descriptor),
        let status = try? file.status(), status.inode == inode, devices.contains(status.device)
      else { return nil }
      return file.release()
    }

    private func isHere(_ process: borrowing ProcessDirectory, _ context: Context) -> Bool {
      guard let namespace = try? Namespace.of(process: process.descriptor, .ipc) else {
        return false
      }
      return namespace.inode == context.ipcNamespace
    }

    private func find(in process: borrowing ProcessDirectory) -> Mapping? {
      var buffer: [UInt8] = []
      guard (try? ProcessScanner.readMaps(of: process, into: &buffer)) == true else { return nil }
      let text = buffer.span
      var scanner = ByteScanner()
      while !scanner.isAtEnd(of: text) {
        guard let mapping = Mapping(in: text, &scanner), mapping.inode == inode,
          devices.contains(mapping.device),
          text.hasPrefix("/SYSV", at: mapping.name.lowerBound),
          start == nil || mapping.start == start
        else { continue }
        return mapping
      }
      return nil
    }

    private func hex(_ address: UInt64) -> String {
      String(address, radix: 16)
    }
  }
}
