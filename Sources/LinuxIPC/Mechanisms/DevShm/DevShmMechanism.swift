/// What POSIX shared memory and named semaphores have in common: each object is a file in /dev/shm,
/// shm_overview(7), sem_overview(7).
package protocol DevShmMechanism: DevShmFiles, Creating, Enumerating, Inspecting, Removing,
  Charging, Openable, PathNamed, DescriptorNamed, FailureTable
where Name == DevShmName<Self>, Object: DevShmObject, Object.Kind == Self {
  /// What one of them is called in errors: "semaphore".
  static var noun: String { get }
  /// What one of them is, to follow "not": "a semaphore", "shared memory".
  static var indefiniteNoun: String { get }

  /// Makes what was asked for of a file that is new, empty and without a name yet.
  static func fill(
    _ file: borrowing Descriptor, _ request: CreationRequest, _ subject: String,
    in context: Context
  ) throws(IPCError)
}

/// A kind of which each object is a file in /dev/shm.
package protocol DevShmFiles: SendableMetatype {
  static var use: DevShmUse { get }
  static var keyword: String { get }
}

/// A file in /dev/shm.
package protocol DevShmObject: Permitted where Name == DevShmName<Kind> {
  associatedtype Kind: DevShmFiles
  var file: FileStatus { get }

  /// As the directory tells it.
  init(name: Name, file: FileStatus)
}

extension DevShmObject {
  package var identity: ObjectIdentity {
    ObjectIdentity(.file, device: file.device, inode: file.inode)
  }

  /// A directory, FIFO, symbolic link, socket, device, or a file that cannot be what its name says:
  /// shown, never followed, never touched.
  package var isForeign: Bool { !Kind.use.fits(file) }
}
