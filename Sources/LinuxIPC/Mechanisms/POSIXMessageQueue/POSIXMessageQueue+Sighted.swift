internal import CLinuxIPC

extension POSIXMessageQueue: DescriptorNamed, Discovering {
  package static func name(
    of object: ObjectIdentity, _ sighting: DescriptorSighting, in context: Context
  ) throws(IPCError) -> Name? {
    if let name = name(of: sighting) { return name }
    guard let held = sighting.target, held.links > 0 else {
      throw IPCError(.gone, subject: "", reason: "the queue it leads to has no name any more")
    }
    // It has one, in a directory that is not to be had, or is another namespace's.
    let device = try Root.open("").device
    throw device == held.device
      ? IPCError(.gone, subject: "", reason: "the queue it leads to is called otherwise by now")
      : IPCError(
        .notFound, subject: "", reason: "the queue it leads to is of another IPC namespace")
  }

  /// Of a living queue that is ours. The text of the link alone does not tell: `/x (deleted)` is the
  /// queue `x` that was unlinked, or one that is called so; and the queues of other namespaces look the
  /// same.
  private static func name(of sighting: DescriptorSighting) -> Name? {
    let slash = UInt8(ascii: "/")
    guard let held = sighting.target, held.links > 0,
      let start = sighting.text.lastIndex(of: slash),
      let name = try? Name(parsing: Array(sighting.text[start...])),
      let named = try? status(of: name), named.isSameFile(as: held)
    else { return nil }
    return name
  }

  /// Queues that were opened by mq_open(3) have the link `/NAME`, those that were opened as files the
  /// path of the file. All of them have the device of their namespace; where that is not to be had, the
  /// first are known by their file system.
  package static func sightings(in context: Context) -> Sightings {
    let pattern: DescriptorPattern
    if let device = try? Root.open(keyword).device {
      pattern = DescriptorPattern(
        path: "/", reads: .text, unlinked: "\(title)s",
        mayBe: { $0.device == device && mayBeQueue($0) })
    } else {
      pattern = DescriptorPattern(
        path: "/", reads: [.fileSystem, .text], unlinked: "\(title)s", mayBe: mayBeQueue,
        accepts: { !$0.extracting(1...).contains(UInt8(ascii: "/")) },
        where: { $0.fileSystemType == cipc_mqueue_magic })
    }
    return Sightings(descriptors: [pattern])
  }

  /// No list has them, and they count against the limits of their user (mq_overview(7)).
  package static var isHeldUnlisted: Bool { true }

  /// False for the directory itself.
  @Sendable private static func mayBeQueue(_ file: FileStatus) -> Bool { file.type == .regular }

  package static func object(of sighting: Sighting, _ identity: ObjectIdentity) -> Object? {
    guard case .descriptor(let descriptor) = sighting, let file = descriptor.target,
      let name = name(of: descriptor)
    else { return nil }
    return Object(
      name: name, file: file, namespace: Namespace.ofThread(.ipc)?.inode ?? 0)
  }
}

extension POSIXMessageQueue: PathNamed {
  /// In a mount of our own namespace's queues, wherever that is.
  package static func name(atPath path: [UInt8]) -> Name? {
    guard let slash = path.lastIndex(of: UInt8(ascii: "/")),
      let directory = try? FileStatus(of: Array(path[..<slash])),
      let device = try? Root.open(keyword).device, directory.device == device
    else { return nil }
    return try? Name(parsing: Array(path[slash...]))
  }
}
