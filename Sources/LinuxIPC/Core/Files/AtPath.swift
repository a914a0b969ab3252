internal import SystemPackage

/// What is at the path of an object, as seen from our own root directory; its users may have another.
package indirect enum AtPath: Sendable, Equatable {
  /// The object's file: who may use it is told by its permission bits.
  case itself(FileStatus)
  case another
  case nothing

  /// Looks.
  ///
  /// - Parameters:
  ///   - look: Finds the attributes of a path.
  ///   - isItself: Whether these are those of the object's file.
  /// - Returns: nil when it may not be seen.
  init?(
    _ path: [UInt8], by look: ([UInt8]) throws(Errno) -> FileStatus,
    where isItself: (FileStatus) -> Bool
  ) {
    do throws(Errno) {
      let status = try look(path)
      self = isItself(status) ? .itself(status) : .another
    } catch .noSuchFileOrDirectory {
      self = .nothing
    } catch {
      return nil
    }
  }

  /// The same for the object `identity`, from what the kernel knows without asking anybody: whoever holds it
  /// looked it up, and a file system that does not answer makes nobody wait.
  init?(_ path: [UInt8], of identity: ObjectIdentity) {
    self.init(path, by: { (path) throws(Errno) in try FileStatus(known: path) }) {
      $0.device == identity.device && $0.inode == identity.inode
    }
  }

  var isItself: Bool {
    if case .itself = self { true } else { false }
  }

  /// In a word.
  package var word: String {
    switch self {
    case .itself: "itself"
    case .another: "another"
    case .nothing: "nothing"
    }
  }
}
