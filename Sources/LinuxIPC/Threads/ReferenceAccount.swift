internal import CLinuxIPC

/// Counts who refers to what is held, against what the kernel counts (`KernelReferences`): where both agree, nobody
/// else holds it, be it a process that may not be looked into, an io_uring, or a descriptor in flight.
package struct ReferenceAccount: Sendable {
  private struct Place: Hashable {
    let device: UInt64
    let inode: UInt64
  }

  private let references: [Place: [cipc_reference]]

  /// Looks at every descriptor.
  ///
  /// - Returns: nil where the kernel does not tell.
  package init?(of objects: Set<ObjectIdentity>) {
    let wanted = Set(objects.map { Place(device: $0.device, inode: $0.inode) })
    var references: [Place: [cipc_reference]] = [:]
    let isWhole = KernelReferences.forEach { reference in
      let place = Place(device: KernelReferences.device(of: reference), inode: reference.inode)
      if wanted.contains(place) { references[place, default: []].append(reference) }
    }
    guard isWhole else { return nil }
    self.references = references
  }

  /// The processes that have descriptors of an object, as the kernel knows them.
  package func holders(of object: ObjectIdentity) -> Set<Int32> {
    Set(list(object).map(\.pid))
  }

  /// How many references to the open file descriptions of an object, or of one end of it, are neither descriptors that were seen nor calls
  /// that threads sleep in; of a pipe, with the descriptions that were not seen. nil when that cannot be told.
  ///
  /// - Parameter calls: How many references sleeping calls have by a descriptor of a process.
  package func unseen(
    _ held: HeldEnd, _ calls: (_ pid: Int32, _ fd: Int32) -> Int
  ) -> UInt64? {
    struct Slot: Hashable {
      let owner: UInt64
      let fd: Int32
    }
    let all = list(held.object)
    guard let first = all.first else { return nil }
    let bits: UInt32 = held.end == .read ? 1 : held.end == .write ? 2 : 3
    let list = all.filter { $0.mode & bits != 0 }
    var unseen = Int64(0)
    var (readers, writers): (Int64, Int64) = (0, 0)
    for (_, same) in Dictionary(grouping: list, by: \.file) {
      // Processes may share a table, and each shows it; threads may have several, and each has its calls.
      let slots = Set(same.map { Slot(owner: $0.table, fd: $0.fd) })
      let places = Set(same.map { Slot(owner: UInt64($0.pid), fd: $0.fd) })
      let inCalls = places.reduce(0) { $0 + calls(Int32($1.owner), $1.fd) }
      let rest = same[0].count - Int64(slots.count + inCalls)
      guard rest >= 0 else { return nil }
      unseen += rest
      if same[0].mode & 1 != 0 { readers += 1 }
      if same[0].mode & 2 != 0 { writers += 1 }
    }
    if first.readers + first.writers > 0 {
      if bits & 1 != 0 { unseen += max(Int64(first.readers) - readers, 0) }
      if bits & 2 != 0 { unseen += max(Int64(first.writers) - writers, 0) }
    }
    return UInt64(unseen)
  }

  private func list(_ object: ObjectIdentity) -> [cipc_reference] {
    guard object.space == .file else { return [] }
    return references[Place(device: object.device, inode: object.inode)] ?? []
  }
}
