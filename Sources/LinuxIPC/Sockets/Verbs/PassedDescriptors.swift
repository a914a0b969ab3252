internal import CLinuxIPC
internal import SystemPackage

/// Descriptors that come with what is taken from a Unix socket (unix(7), SCM_RIGHTS). Nobody is there to give them
/// to, so that the kernel closes them; that is said, once all that was taken has been written.
final class PassedDescriptors {
  private let subject: String
  private let mayCome: Bool
  private var wereClosed = false
  private var socket: Int32 = -1
  /// Whether the kernel has no room for other things, too, and only fdinfo tells what it was.
  private var isAmbiguous = false

  /// - Parameters:
  ///   - subject: The object's address.
  ///   - mayCome: Whether such sockets carry any.
  init(_ subject: String, mayCome: Bool) {
    self.subject = subject
    self.mayCome = mayCome
  }

  /// From here on data is taken from this socket.
  ///
  /// - Parameter isMarked: Whether messages are marked, by us.
  func watch(_ socket: Int32, isMarked: Bool = false) {
    guard mayCome else { return }
    self.socket = socket
    isAmbiguous = cipc_adds_to_messages(socket, isMarked ? 1 : 0) != 0
  }

  /// How many wait, where that has to be known before something is taken; else 0.
  var before: UInt64 { isAmbiguous ? waiting : 0 }

  /// Something was taken.
  ///
  /// - Parameters:
  ///   - hadMore: Whether something came with it that there was no room for.
  ///   - before: What waited before.
  func note(_ hadMore: Bool, _ before: UInt64) {
    guard hadMore, mayCome, !isAmbiguous || waiting < before else { return }
    wereClosed = true
  }

  /// net/unix/af_unix.c, unix_show_fdinfo; Linux 5.6 and later.
  private var waiting: UInt64 {
    let text = try? WholeFile.readShort([UInt8](path: "/proc/thread-self/fdinfo/\(socket)"))
    return text.flatMap { ByteScanner.number(behind: "scm_fds:", in: $0.span) } ?? 0
  }

  /// - Throws: `system` where some were closed.
  func check() throws(IPCError) {
    guard wereClosed else { return }
    throw IPCError(.system, subject: subject, operation: "recvmsg", reason: Self.loss)
  }

  /// The same error, telling of what was closed before it.
  func adding(to error: IPCError) -> IPCError {
    guard wereClosed, error.kind != .outputClosed else { return error }
    return IPCError(
      .system, subject: error.subject, operation: error.operation, errno: error.errno,
      reason: "\(error.reason); \(Self.loss)", hint: error.hint)
  }

  private static let loss = "descriptors came with what was received, and were closed"
}
