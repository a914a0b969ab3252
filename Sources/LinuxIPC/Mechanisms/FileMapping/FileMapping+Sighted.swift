extension FileMapping: Discovering {
  package static var obstacle: String? { KernelFileSystems.memoryNeeds }

  /// Shared mappings of any file but those that belong to other kinds; and descriptors of what was in
  /// /dev/shm and has lost its name, which is memory that its holders share, mapped or not.
  package static func sightings(in context: Context) -> Sightings {
    // Else those would be taken for files.
    guard obstacle == nil else { return Sightings() }
    let kernel = KernelFileSystems.memory
    let shm = DevShmUse.device
    let elsewhere = context.sharedMemoryElsewhere
    let identify: @Sendable (Mapping, UInt64) -> ObjectIdentity? = { mapping, _ in
      ObjectIdentity(.file, device: mapping.device, inode: mapping.inode)
    }
    let huge = KernelFileSystems.hugeMemory
    let named = DevShmInodes.all(.memory, in: context).union(
      DevShmInodes.all(.semaphore, in: context))
    let unlinked = DescriptorPattern(
      path: "/", reads: .text,
      mayBe: {
        ($0.device == shm || elsewhere.isWhole($0.device)) && $0.type == .regular && $0.links == 0
      })
    return Sightings(
      descriptors: [unlinked],
      mappings: [
        MappingPattern(prefix: "/dev/zero (deleted)", devices: kernel, identify: identify),
        MappingPattern(
          prefix: "/anon_hugepage (deleted)", devices: huge, hugeDevices: huge, identify: identify),
        MappingPattern(
          prefix: "/", isOn: { $0 != shm && !kernel.contains($0) }, accepts: { isFile($0) }
        ) { mapping, namespace in
          elsewhere.has(mapping.inode, on: mapping.device) ? nil : identify(mapping, namespace)
        },
        // What has lost its name in /dev/shm is no POSIX object any more.
        MappingPattern(prefix: "/", devices: shm.map { [$0] } ?? []) { mapping, _ in
          named.contains(mapping.inode)
            ? nil : ObjectIdentity(.file, device: mapping.device, inode: mapping.inode)
        },
      ])
  }

  /// Whether a name may be a file's: the rings of aio(7) are mapped files without one.
  private static func isFile(_ name: Span<UInt8>) -> Bool {
    !name.hasPrefix("/[aio]")
  }

  package static func object(of sighting: Sighting, _ identity: ObjectIdentity) -> Object? {
    let seen: MappingSighting
    switch sighting {
    case .mapping(let mapping): seen = mapping
    case .descriptor(let descriptor): return object(of: descriptor, identity)
    case .opening: return nil
    }
    let text = FileText(seen.name)
    let file = seen.file()
    if KernelFileSystems.memory.contains(identity.device) {
      return Object(
        identity: identity, name: .inode(identity.inode), text: nil, file: file, isMemory: true)
    }
    let actual = file.map { ObjectIdentity(.file, device: $0.device, inode: $0.inode) } ?? identity
    let name = FileName(of: actual, at: seen.name)
    let path = name.isPath ? FileText(ofPath: seen.name) : text
    let shown: FileStatus? =
      if let file {
        file
      } else if name.isPath {
        try? FileStatus(known: Array(text.path))
      } else {
        nil
      }
    // Devices are mapped too, and are nobody's memory.
    if let shown, shown.type != .regular { return nil }
    let shm = DevShmUse.device
    return Object(
      identity: identity, name: name, text: path, file: shown,
      isMemory: identity.device == shm)
  }

  private static func object(
    of unlinked: DescriptorSighting, _ identity: ObjectIdentity
  ) -> Object {
    Object(
      identity: identity, name: .inode(identity.inode), text: FileText(unlinked.text),
      file: unlinked.target, isMemory: true)
  }

  package static func objection(to object: Object, heldBy holders: [Holder]) -> String? {
    if object.isMade { return nil }
    if holders.isEmpty { return "no process maps it" }
    // Descriptors are seen of nothing but memory that has no name, as a memfd's are.
    return holders.contains { $0.access == .mapReadWrite || $0.fd != nil }
      || Set(holders.map(\.pid)).count > 1
      ? nil : "one process maps it, and only reads it: nothing is shared through it"
  }

  package static var isDecidedByHolders: Bool { true }
}

extension FileMapping: Examining {}

extension FileMapping: PathNamed {
  /// A regular file; those in /dev/shm are other kinds'.
  package static func name(atPath path: [UInt8]) -> Name? {
    let shm = DevShmUse.device
    guard let status = try? FileStatus(ofLink: path), status.type == .regular,
      status.device != shm
    else { return nil }
    return .path(path)
  }
}
