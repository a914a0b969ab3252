internal import SystemPackage

/// What is on /dev/shm in other mount namespaces.
package struct SharedMemoryElsewhere: Sendable {
  /// By device: the inodes of the objects there.
  private var objects: [UInt64: Set<UInt64>] = [:]
  /// The devices that have nothing else.
  private var whole: Set<UInt64> = []

  package init() {}

  /// Looks at what one of them has.
  package mutating func add(_ context: Context) {
    guard let directory = try? DevShmUse.openDirectory(in: context),
      let status = try? FileStatus(ofEntry: directory)
    else { return }
    let inodes = DevShmInodes.all(.memory, in: context).union(
      DevShmInodes.all(.semaphore, in: context))
    objects[status.device, default: []].formUnion(inodes)
    if status.type == .mountPoint { whole.insert(status.device) }
  }

  /// Whether a file is one of the objects.
  func has(_ inode: UInt64, on device: UInt64) -> Bool {
    objects[device]?.contains(inode) ?? false
  }

  /// Whether what has lost its name on a device was one of them.
  func isWhole(_ device: UInt64) -> Bool { whole.contains(device) }
}
