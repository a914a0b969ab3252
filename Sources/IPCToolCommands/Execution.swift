internal import CLinuxIPC
internal import Glibc
internal import LinuxIPC
internal import SystemPackage

/// Another program in the place of ours, execve(2).
enum Execution {
  /// Sees that there is a program that `command` can stand for, found as a shell would find it, execvp(3).
  ///
  /// The kernel may refuse it all the same when it is executed.
  static func check(_ command: [String]) throws(IPCError) {
    let name = RawArgument.decode(command[0])
    let slash = UInt8(ascii: "/")
    var places: [[UInt8]] = [[]]
    if !name.contains(slash) {
      let path = unsafe getenv("PATH").map { unsafe Array(String(cString: $0).utf8) }
      places = (path ?? Array("/bin:/usr/bin".utf8)).split(
        separator: UInt8(ascii: ":"), omittingEmptySubsequences: false
      ).map { $0.isEmpty ? [] : $0 + [slash] }
    }
    var refusal = Errno.noSuchFileOrDirectory
    for place in places where !name.isEmpty {
      do throws(Errno) {
        try isProgram(place + name)
        return
      } catch .permissionDenied {
        refusal = .permissionDenied
      } catch {}
    }
    throw GeneralFailures.error("execve", refusal, command[0])
  }

  private static func isProgram(_ path: [UInt8]) throws(Errno) {
    let file = try FileStatus(of: path)
    let text = path.map { CChar(truncatingIfNeeded: $0) } + [0]
    _ = try systemCall { unsafe faccessat(AT_FDCWD, text, X_OK, AT_EACCESS) }
    guard file.type != .directory else { throw .permissionDenied }
  }

  /// Executes `command`, found as a shell would find it.
  ///
  /// - Parameters:
  ///   - descriptors: Which it inherits besides the standard ones.
  ///   - environment: What is added to ours.
  /// - Returns: Only when it cannot be executed: why.
  static func replace(
    with command: [String], inheriting descriptors: [Int32], environment: [String: String]
  ) -> IPCError {
    let subject = command[0]
    do throws(Errno) {
      for descriptor in descriptors { _ = try systemCall { cipc_inherit(descriptor) } }
      for (name, value) in environment { _ = try systemCall { unsafe setenv(name, value, 1) } }
      let words = unsafe command.map { unsafe RawArgument.cString($0) } + [nil]
      defer { unsafe words.forEach { unsafe free($0) } }
      unsafe cipc_execute(words)
      throw Errno(rawValue: errno)
    } catch .interrupted {
      return IPCError(.interrupted, subject: subject, reason: "a signal asked to stop")
    } catch {
      return GeneralFailures.error("execve", error, subject)
    }
  }
}
