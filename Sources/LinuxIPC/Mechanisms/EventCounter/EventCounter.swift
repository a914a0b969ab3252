/// Event counters, eventfd(2): a number that writers add to and readers take. It has no name and lives as
/// long as somebody holds a descriptor of it.
package enum EventCounter: Mechanism {
  package static let keyword = "eventfd"
  package static let title = "event counter"
  package static let unit = DataUnit.counter

  package typealias Name = InodeName
  package static let nameForms = ["ID"]

  /// An event counter, told by the id that the kernel gives it: all of them share one inode.
  package struct Object: IPCObject {
    package let identity: ObjectIdentity
    package let count: UInt64
    /// EFD_SEMAPHORE: a read takes one. nil before Linux 6.5, which does not tell.
    package let isSemaphore: Bool?

    package var name: Name { InodeName(identity.inode) }
    package var fill: Fill { .unknown }
    package var mayBeOpened: Bool { false }
  }
}
