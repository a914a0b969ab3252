internal import CLinuxIPC
internal import SystemPackage

extension MemoryFile: Discovering, DescriptorNamed {
  /// Links and maps call them `/memfd:NAME (deleted)`. Any file may be called so; the file system tells:
  /// the kernel's own, which no path leads to (KERNEL-NOTES section 8.1).
  package static func sightings(in context: Context) -> Sightings {
    let devices = KernelFileSystems.memory
    return Sightings(
      descriptors: [
        DescriptorPattern(path: "/memfd:", reads: .text, mayBe: { devices.contains($0.device) })
      ],
      mappings: [
        MappingPattern(
          prefix: "/memfd:", devices: devices, hugeDevices: KernelFileSystems.hugeMemory
        ) { mapping, _ in
          ObjectIdentity(.file, device: mapping.device, inode: mapping.inode)
        }
      ])
  }

  package static var obstacle: String? { KernelFileSystems.memoryNeeds }

  package static func object(of sighting: Sighting, _ identity: ObjectIdentity) -> Object? {
    switch sighting {
    case .descriptor(let descriptor):
      Object(identity: identity, label: label(descriptor.text), file: descriptor.target)
    case .mapping(let seen):
      Object(identity: identity, label: label(seen.name), file: seen.file())
    case .opening: nil
    }
  }

  package static func name(
    of object: ObjectIdentity, _ sighting: DescriptorSighting, in context: Context
  ) -> Name? {
    InodeName(object.inode)
  }

  private static func label(_ text: [UInt8]) -> [UInt8] {
    Array(FileText(text).path.dropFirst("/memfd:".utf8.count))
  }
}

extension MemoryFile: Borrowing {
  package static func examine(
    _ object: Object, heldBy holders: [Holder], for details: Details,
    through borrower: inout Borrower, coverage: inout Coverage
  ) -> Object? {
    let wantsSeals = details.contains(.restrictions)
    // Its size is known from where it was seen, unless that was a mapping.
    guard wantsSeals || details.contains(.fill) && object.file == nil else { return object }
    var object = object
    do throws(Borrower.Refusal) {
      object = try borrower.borrow(object.identity, from: holders) { copy, file, _ in
        var object = object
        object.file = file
        let seals = cipc_seals(copy.rawValue)
        if seals >= 0 { object.seals = Seals(rawValue: seals) }
        return object
      }
    } catch {
      // Who only maps it has no descriptor to lend.
      let isOnlyMapped = !holders.contains { $0.fd != nil }
      let needs = isOnlyMapped ? "a process that has it open" : error.needs
      guard let needs else { return nil }
      coverage.hide(
        wantsSeals ? "seals of memory files" : "sizes of memory files", needs: needs)
    }
    return object
  }
}
