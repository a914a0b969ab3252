internal import CLinuxIPC
internal import Glibc
internal import LinuxIPC
internal import SystemPackage

/// Another program in the place of ours, execve(2).
enum Execution {
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
