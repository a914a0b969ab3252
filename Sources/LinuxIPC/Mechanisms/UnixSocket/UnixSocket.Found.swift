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
      let status = try FileStatus(known: address)
      return file.isSameFile(as: status) ? .itself(status) : .another
    } catch .noSuchFileOrDirectory {
      return .nothing
    } catch {
      return nil
    }
  }
}
