internal import SystemPackage

extension UnixSocket {
  /// What is at the path of a socket, as seen from our own root directory; its owner may have another.
  package indirect enum Found: Sendable, Equatable {
    /// The socket's file: who may connect is told by its permission bits.
    case itself(FileStatus)
    case another
    case nothing

    /// In a word.
    package var word: String {
      switch self {
      case .itself: "itself"
      case .another: "another"
      case .nothing: "nothing"
      }
    }
  }
}

extension UnixSocket.Object {
  /// What its path leads to at this moment; nil when it has none, or that may not be seen.
  var lookedUp: UnixSocket.Found? {
    guard let file, let address, address.first == UInt8(ascii: "/") else { return nil }
    do throws(Errno) {
      let status = try FileStatus(ofSocket: address)
      return file.isSameFile(as: status) ? .itself(status) : .another
    } catch .noSuchFileOrDirectory {
      return .nothing
    } catch {
      return nil
    }
  }
}

extension FileStatus {
  /// The attributes of the file at `path`, a symbolic link's own: connect(2) follows one, but bind(2)
  /// makes none.
  init(ofSocket path: [UInt8]) throws(Errno) {
    let root = try Descriptor(opening: [UInt8](path: "/"), flags: [.path, .directory])
    try self.init(ofLink: path, in: root)
  }
}
