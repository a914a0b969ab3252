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
  /// A process may have attached the same id in another IPC namespace and moved here since, and others may have
  /// left with the segment: their maps look the same, and so do the inodes. So the files are told apart, and of
  /// those that somebody here has the one is taken that is mapped as often as the kernel counts, if no other is.
  func open() -> Descriptor? {
    var handles: [[UInt8]: Int] = [:]
    var files: [OpenFile] = []
    var counts: [UInt64] = []
    var areHere: [Bool] = []
    var isWhole = true
    try? ProcessDirectory.forEachPID { pid in
      guard let process = try? ProcessDirectory(pid) else { return true }
      let isHere = isHere(process)
      for mapping in mappings(of: process) {
        guard let file = open(mapping, of: process) else {
          isWhole = isWhole && !isHere
          continue
        }
        // Of huge pages there is none: then all that are there count as one.
        let handle = (try? file.handle()) ?? []
        if let known = handles[handle] {
          counts[known] += 1
          areHere[known] = areHere[known] || isHere
        } else {
          areHere.append(isHere)
          handles[handle] = files.count
          files.append(OpenFile(file))
          counts.append(1)
        }
      }
      return true
    }
    let fitting = files.indices.filter { index in
      areHere[index] && counts[index] == object.attached
        && (try? files[index].descriptor.status())?.size ?? 0 >= object.size
    }
    guard isWhole, fitting.count == 1 else { return nil }
    return try? files[fitting[0]].descriptor.reopened(.readOnly)
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
