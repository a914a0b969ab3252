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
  /// What its path leads to at this moment; nil when it has none, or that may not be seen. Somebody may
  /// have to be asked: for one that is shown.
  var lookedUp: UnixSocket.Found? {
    found { (path) throws(Errno) in try FileStatus(ofLink: path) }
  }

  /// The same, from what the kernel knows without asking anybody: nothing is found then that nobody looked
  /// up before.
  var knownAtPath: UnixSocket.Found? {
    found { (path) throws(Errno) in try FileStatus(known: path) }
  }

  private func found(_ look: ([UInt8]) throws(Errno) -> FileStatus) -> UnixSocket.Found? {
    guard let file, let address, address.first == UInt8(ascii: "/") else { return nil }
    do throws(Errno) {
      let status = try look(address)
      return file.isSameFile(as: status) ? .itself(status) : .another
    } catch .noSuchFileOrDirectory {
      return .nothing
    } catch {
      return nil
    }
  }
}
