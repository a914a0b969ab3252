package import SystemPackage

/// What errno means for the calls that data goes through sockets by, of whatever kind: socket(7), unix(7), tcp(7),
/// udp(7).
package enum SocketFailures: FailureTable {
  package static func failure(of operation: String, errno: Errno) -> Failure? {
    switch operation {
    case "bind", "listen": binding(errno)
    case "connect": connecting(errno)
    case "send", "write", "splice", "sendfile": sending(errno)
    case "accept", "recv", "read": receiving(errno)
    default: making(errno)
    }
  }

  private static func making(_ errno: Errno) -> Failure? {
    switch errno {
    case .addressFamilyNotSupported, .protocolNotSupported, .socketTypeNotSupported:
      Failure(.unsupported, "the kernel has no such sockets, or a filter forbids them")
    default: nil
    }
  }

  private static func binding(_ errno: Errno) -> Failure? {
    switch errno {
    case .addressInUse:
      Failure(
        .exists, "the name is taken",
        hint: "'ipctool show' tells by whom; 'ipctool rm' removes the file of a socket that is gone"
      )
    case .addressNotAvailable: Failure(.notFound, "no interface here has that address")
    case .noSuchFileOrDirectory, .notDirectory: Failure(.notFound, "no such directory")
    default: nil
    }
  }

  /// Why a socket could not be bound: a path lies in a directory, and a port may be one of the first, which not
  /// everybody gets (ip(7)).
  static func bindError(_ errno: Errno, at address: SocketAddress, _ subject: String) -> IPCError {
    guard errno == .permissionDenied else { return error("bind", errno, subject) }
    return IPCError(
      .denied, subject: subject, operation: "bind", errno: errno, reason: "permission denied",
      hint: address.endpoint == nil
        ? "needs the right to write to the directory"
        : Capabilities.needs("a port from net.ipv4.ip_unprivileged_port_start on", or: .networkBind)
    )
  }

  private static func connecting(_ errno: Errno) -> Failure? {
    switch errno {
    case .connectionRefused: Failure(.gone, "nobody listens there")
    case .noSuchFileOrDirectory, .notDirectory: Failure(.notFound, "no socket is there")
    case .resourceTemporarilyUnavailable, .nowInProgress, .alreadyInProcess:
      Failure(.full, "it has no room for another client")
    case .timedOut: Failure(.full, "the other end does not answer")
    case .networkUnreachable, .noRouteToHost, .hostIsDown:
      Failure(.notFound, "no way leads there")
    case .permissionDenied:
      Failure(.denied, "permission denied", hint: "needs the right to write to the socket's file")
    default: nil
    }
  }

  private static func sending(_ errno: Errno) -> Failure? {
    switch errno {
    case .brokenPipe, .connectionReset, .socketNotConnected:
      Failure(.gone, "the other end has closed")
    case .connectionRefused: Failure(.gone, "nobody listens there")
    case .resourceTemporarilyUnavailable: Failure(.full, "the other end has no room")
    case .messageTooLong: Failure(.tooLarge, "the message is longer than one may be")
    case .noBufferSpace: Failure(.full, "the kernel has no room for it")
    case .networkUnreachable, .noRouteToHost, .hostIsDown:
      Failure(.notFound, "no way leads there")
    default: nil
    }
  }

  private static func receiving(_ errno: Errno) -> Failure? {
    switch errno {
    case .resourceTemporarilyUnavailable: Failure(.empty, "nothing is there")
    case .connectionReset: Failure(.gone, "the other end has closed before all was read")
    case .connectionRefused: Failure(.gone, "nobody listens at the other end")
    case .socketNotConnected: Failure(.gone, "it is not connected")
    default: nil
    }
  }
}
