internal import SystemPackage

/// A segment reached through a mapping of somebody who has it attached.
struct SegmentMapping {
  private let object: SysVSharedMemory.Object
  private let devices = KernelFileSystems.memory
  private let namespace: UInt64

  init(_ object: SysVSharedMemory.Object, in context: Context) {
    self.object = object
    namespace = context.ipcNamespace
  }

  /// The segment, through the first process that has it attached and may be looked into; nil when it
  /// cannot be told from others.
  ///
  /// A process may have attached the same id in another IPC namespace and moved here since: its maps
  /// look the same. Only when all that are found are no more than the kernel counts is each of them ours.
  func open() -> Descriptor? {
    var file: Descriptor?
    var count: UInt64 = 0
    try? ProcessDirectory.forEachPID { pid in
      guard let process = try? ProcessDirectory(pid), isHere(process) else { return true }
      let mappings = mappings(of: process)
      count += UInt64(mappings.count)
      if file == nil, let first = mappings.first { file = open(first, of: process) }
      return true
    }
    return count == object.attached ? file : nil
  }

  /// The segment, through our own attachment at `start`.
  func openOwn(at start: UInt64) -> Descriptor? {
    guard let process = try? ProcessDirectory.own(),
      let mapping = mappings(of: process).first(where: { $0.start == start })
    else { return nil }
    return open(mapping, of: process)
  }

  private func isHere(_ process: borrowing ProcessDirectory) -> Bool {
    guard let other = try? Namespace.of(process: process.descriptor, .ipc) else { return false }
    return other.inode == namespace
  }

  private func open(
    _ mapping: Mapping, of process: borrowing ProcessDirectory
  ) -> Descriptor? {
    guard let file = try? process.open(mapping, .readOnly), let status = try? file.status(),
      devices.contains(status.device)
    else { return nil }
    return file
  }

  /// Those that look like the segment's.
  private func mappings(of process: borrowing ProcessDirectory) -> [Mapping] {
    var found: [Mapping] = []
    var reader = MappingReader()
    let isSeen = try? reader.forEach(of: process) { mapping, text in
      guard mapping.inode == UInt64(object.attributes.id), devices.contains(mapping.device),
        text.hasPrefix("/SYSV", at: mapping.name.lowerBound)
      else { return }
      found.append(mapping)
    }
    return isSeen == true ? found : []
  }
}
