internal import CLinuxIPC
internal import SystemPackage

/// The limits of the file system on /dev/shm, tmpfs(5), which shared memory and semaphores have together.
extension DevShmMechanism {
  private static var bytes: String { "bytes" }
  private static var files: String { "files" }

  package static func limits(of object: Object, in context: Context) -> [Limit] {
    (try? limits(in: context)) ?? []
  }

  /// The corresponding C function is `fstatvfs`.
  package static func limits(in context: Context) throws(IPCError) -> [Limit] {
    let directory = try openDirectory(keyword, in: context)
    let device = try attempt("fstat", keyword) { () throws(Errno) in try directory.status().device }
    var status = cipc_filesystem_status()
    _ = try attempt("fstatvfs", keyword) { () throws(Errno) in
      try systemCall { unsafe cipc_fstatvfs(directory.rawValue, &status) }
    }
    // A tmpfs without a limit says 0.
    return [
      limit(bytes, status.capacity_bytes, available: status.available_bytes, "size=", .bytes),
      limit(files, status.inodes, available: status.available_inodes, "nr_inodes=", .count),
    ].compactMap { $0?.of(device: device) }
  }

  private static func limit(
    _ words: String, _ value: UInt64, available: UInt64, _ option: String, _ unit: Limit.Unit
  ) -> Limit? {
    if value == 0 { return nil }
    return Limit(
      words, value: value, used: value - min(available, value),
      setting: "\(DevShmUse.directory) (-o \(option))", unit: unit)
  }

  package static func charges(
    of object: Object, heldBy holders: [Holder], in context: Context
  ) -> [Charge] {
    [
      Charge(bytes, object.file.uid, object.file.allocatedBytes),
      Charge(files, object.file.uid),
    ]
  }

  package static var sharers: [any Charging.Type] { [POSIXSharedMemory.self, POSIXSemaphore.self] }
}
