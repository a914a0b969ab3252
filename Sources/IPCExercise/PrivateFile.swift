internal import Glibc
internal import LinuxIPC
internal import SystemPackage

/// Where an object may have its file that needs one: in a directory that nobody else may enter.
///
/// Its name is known before it is made, so that a guardian knows what to remove: mkdtemp(3) would tell
/// afterwards.
struct PrivateFile {
  let directory: String
  let path: String

  init(for kind: any Mechanism.Type, _ token: String) {
    directory = "\(Self.base)/ipctool-exercise-\(token)"
    path = "\(directory)/\(kind.keyword)"
  }

  func makeDirectory() throws(IPCError) {
    _ = try GeneralFailures.attempt("mkdir", directory) { () throws(Errno) in
      try systemCall { unsafe mkdir(directory, 0o700) }
    }
  }

  /// TMPDIR where that is set and serves, as it does for mktemp(1).
  private static var base: String {
    guard let value = unsafe getenv("TMPDIR"),
      let path = unsafe String(validatingCString: value), path.hasPrefix("/")
    else { return "/tmp" }
    return path
  }
}
