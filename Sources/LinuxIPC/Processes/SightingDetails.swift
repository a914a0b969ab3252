internal import CLinuxIPC
internal import SystemPackage

extension DescriptorSighting {
  /// The number behind `label` at the beginning of a line of fdinfo.
  package func info(_ label: StaticString, radix: UInt64 = 10) -> UInt64? {
    guard let fdinfo else { return nil }
    return ByteScanner.number(behind: label, in: fdinfo.span, radix: radix)
  }
}

extension MappingSighting {
  /// What stat(2) says of the file that is mapped, through /proc/PID/map_files; nil without
  /// CAP_CHECKPOINT_RESTORE or CAP_SYS_ADMIN (KERNEL-NOTES section 8.2), and when it is mapped no more.
  func file() -> FileStatus? {
    let range = "\(String(mapping.start, radix: 16))-\(String(mapping.end, radix: 16))"
    let path = [UInt8](path: "/proc/\(pid)/map_files/\(range)")
    let file = LentCapabilities.raising(Capability.sight + [.checkpointRestore]) {
      try? FileStatus(cached: path)
    }
    guard let file, file.inode == mapping.inode else { return nil }
    // maps has the device of the superblock, stat(2) on btrfs that of the subvolume; both have no major.
    let isOneOfMany = cipc_major(mapping.device) == 0 && cipc_major(file.device) == 0
    return file.device == mapping.device || isOneOfMany ? file : nil
  }
}
