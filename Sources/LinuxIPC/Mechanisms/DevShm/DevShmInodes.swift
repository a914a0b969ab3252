internal import SystemPackage

/// The files in /dev/shm, for those who find them under other names.
enum DevShmInodes {
  /// The inodes of all that are there and can be used as `use` says; none where the directory cannot be read.
  static func all(_ use: DevShmUse, in context: Context) -> Set<UInt64> {
    var inodes: Set<UInt64> = []
    guard let directory = try? DevShmUse.openDirectory(in: context) else { return [] }
    var files: [[UInt8]] = []
    try? DirectoryEntries.forEach(in: directory) { entry in
      if DevShmUse(ofFile: entry) == use { files.append(entry.bytes(0..<entry.count)) }
      return true
    }
    for file in files {
      // A link with a semaphore's name to a file of memory makes no semaphore of that.
      guard let status = try? FileStatus(ofEntry: file, in: directory), use.fits(status) else {
        continue
      }
      inodes.insert(status.inode)
    }
    return inodes
  }
}
