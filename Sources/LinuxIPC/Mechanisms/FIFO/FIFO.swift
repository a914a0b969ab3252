/// Named pipes, fifo(7): a pipe that has a path, through which processes open its ends. What is written
/// is in the kernel's memory only, and only while somebody holds an end.
///
/// No call lists them: those are found that processes hold, or wait for in open(2).
package enum FIFO: Mechanism {
  package static let keyword = "fifo"
  package static let title = "FIFO"
  package static let unit = DataUnit.stream

  package typealias Name = FileName

  /// A FIFO.
  package struct Object: PipeObject, FileObject {
    package let identity: ObjectIdentity
    /// Its path when that leads to it, else its inode, with its device where another has that inode too.
    package var name: Name
    /// As its holders see it; a FIFO always has one.
    package let text: FileText?
    package let file: FileStatus
    package var state: PipeState?
    /// What was found at the path; nil when it was not looked for.
    package var found: AtPath?
    package var status: FileStatus? { file }
    package var mayBeOpened: Bool { file.links > 0 }

    /// Also by the number, when the canonical name is another.
    package func isNamed(_ other: Name) -> Bool {
      other == name || other.isNumber(of: identity)
    }
  }
}
