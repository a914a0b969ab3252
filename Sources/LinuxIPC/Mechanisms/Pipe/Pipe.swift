/// Anonymous pipes, pipe(7): a stream of bytes from those who hold the write end to those who hold the
/// read end. It has no name and lives as long as somebody holds an end of it.
///
/// No call lists them: they are found among the descriptors of processes.
package enum Pipe: Mechanism {
  package static let keyword = "pipe"
  package static let title = "pipe"
  package static let unit = DataUnit.stream

  package typealias Name = InodeName

  /// A pipe.
  package struct Object: PipeObject {
    package let identity: ObjectIdentity
    package var state: PipeState?

    package var name: Name { InodeName(identity.inode) }
    package var mayBeOpened: Bool { false }
  }
}
