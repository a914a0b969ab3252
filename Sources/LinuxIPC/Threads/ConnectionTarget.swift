internal import CLinuxIPC
internal import SystemPackage

/// Where a client connects to, as it said in connect(2).
package enum ConnectionTarget: Sendable {
  /// The file of a Unix socket, as the client sees it; nil where its path cannot be followed.
  case file(FileStatus?)
  /// A NUL, and what follows it.
  case abstract([UInt8])
  case endpoint(InternetEndpoint)

  /// - Parameters:
  ///   - bytes: A `sockaddr`, from the memory of the client.
  ///   - process: The client.
  /// - Returns: nil for what cannot be told.
  package init?(
    sockaddr bytes: [UInt8], _ process: borrowing ProcessDirectory, _ thread: Int32
  ) {
    let address = SocketAddress(bytes: bytes)
    if let endpoint = address.endpoint {
      self = .endpoint(endpoint)
    } else if let path = address.path {
      self = .file(try? Self.file(at: path, process, thread))
    } else if let name = address.unixName {
      self = .abstract(name)
    } else {
      return nil
    }
  }

  /// Whether it can be no other host's.
  package var isLocal: Bool {
    if case .endpoint = self { false } else { true }
  }

  private static func file(
    at path: [UInt8], _ process: borrowing ProcessDirectory, _ thread: Int32
  ) throws(Errno) -> FileStatus {
    try PathWalk.open(path, seenBy: process, thread).knownStatus()
  }
}

extension InternetEndpoint {
  /// Whether who connects to `target` reaches a listener that is bound here.
  package func accepts(_ target: InternetEndpoint) -> Bool {
    port == target.port
      && (address.isUnspecified || normalised.address == target.normalised.address)
  }
}
