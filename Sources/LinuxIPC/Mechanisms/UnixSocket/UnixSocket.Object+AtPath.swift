internal import SystemPackage

extension UnixSocket.Object {
  /// What its path leads to at this moment; nil when it has none, or that may not be seen. Somebody may
  /// have to be asked: for one that is shown.
  var lookedUp: AtPath? {
    found { (path) throws(Errno) in try FileStatus(ofLink: path) }
  }

  /// The same, from what the kernel knows without asking anybody: nothing is found then that nobody looked
  /// up before.
  var knownAtPath: AtPath? {
    found { (path) throws(Errno) in try FileStatus(known: path) }
  }

  private func found(_ look: ([UInt8]) throws(Errno) -> FileStatus) -> AtPath? {
    guard let file, let address, address.first == UInt8(ascii: "/") else { return nil }
    return AtPath(address, by: look) { file.isSameFile(as: $0) }
  }
}
