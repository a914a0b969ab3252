internal import LinuxIPC
internal import SystemPackage

/// A directory that an option names.
enum DirectoryArgument {
  /// Its absolute path, without symbolic links.
  ///
  /// - Throws: When there is none, or it may not be read: nothing found where nothing was looked at is no
  ///   answer.
  static func path(_ argument: String) throws(IPCError) -> [UInt8] {
    do throws(Errno) {
      return try DirectoryTree.absolute(RawArgument.decode(argument))
    } catch .notSupported {
      throw IPCError(
        .unsupported, subject: argument, operation: "readlink",
        reason: "/proc is not mounted, which tells its path", hint: "needs /proc")
    } catch .timedOut {
      throw IPCError(
        .system, subject: argument, operation: "open", errno: .timedOut,
        reason: "who serves its file system does not answer")
    } catch .resourceTemporarilyUnavailable {
      throw IPCError(
        .system, subject: argument, operation: "fork", errno: .resourceTemporarilyUnavailable,
        reason: "there is no process to spare that would ask who serves its file system")
    } catch {
      throw GeneralFailures.error("open", error, argument)
    }
  }
}
