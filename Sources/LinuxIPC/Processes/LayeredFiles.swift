/// Files that a file system of layers, as overlayfs(5), shows in another place: with the inode of the one below, and with a
/// device of its own.
enum LayeredFiles {
  /// Whether files of two devices may be such. They are not where both are of file systems that have no layers, as any
  /// mount namespace tells that a process is in.
  static func mayBeOne(_ devices: UInt64...) -> Bool {
    !devices.allSatisfy { device in type(of: device).map { plain.contains($0) } ?? false }
  }

  private static let plain = Set(
    ["tmpfs", "ramfs", "devtmpfs", "ext2", "ext3", "ext4", "xfs"].map { Array($0.utf8) })

  /// nil where no table that may be read has it.
  private static func type(of device: UInt64) -> [UInt8]? {
    if let text = try? WholeFile.read([UInt8](path: "/proc/thread-self/mountinfo")),
      let type = Mount.type(ofDevice: device, in: text.span)
    {
      return type
    }
    var known: Set<UInt64> = []
    var found: [UInt8]?
    try? ProcessDirectory.forEachPID { pid in
      found = LentCapabilities.raising(Capability.sight) {
        guard let process = try? ProcessDirectory(pid),
          let namespace = try? Namespace.of(process: process.descriptor, .mount),
          known.insert(namespace.inode).inserted,
          let text = try? WholeFile.read([UInt8](path: "mountinfo"), in: process.descriptor)
        else { return nil }
        return Mount.type(ofDevice: device, in: text.span)
      }
      return found == nil
    }
    return found
  }
}
