internal import SystemPackage

extension ProcessDirectory {
  /// Opens the file behind a mapping of this process: all of it, whatever part is mapped
  /// (/proc/PID/map_files, proc_pid_map_files(5)).
  ///
  /// Needs the right to trace the process, and CAP_CHECKPOINT_RESTORE or CAP_SYS_ADMIN
  /// (KERNEL-NOTES section 8.2).
  ///
  /// - Returns: nil when the mapping is of another file by now.
  func open(_ mapping: Mapping, _ flags: OpenFlags) throws(Errno) -> Descriptor? {
    let range = "\(String(mapping.start, radix: 16))-\(String(mapping.end, radix: 16))"
    let file = try Descriptor(
      quietly: [UInt8](path: "map_files/\(range)"), in: descriptor, flags: flags)
    // Of some file systems maps and stat(2) give different devices (KERNEL-NOTES section 8.1).
    guard try file.status().inode == mapping.inode else { return nil }
    return file
  }
}
