internal import CLinuxIPC
internal import Glibc

/// A failed call in the tests' own scaffolding.
package struct SupportError: Error, CustomStringConvertible {
  package let description: String

  init(_ call: String, errno number: Int32) {
    description = unsafe "\(call): \(String(cString: strerror(number)))"
  }

  package init(_ description: String) {
    self.description = description
  }
}

/// Runs `body` on a thread of its own in new IPC, mount and network namespaces, with an empty /dev/shm, no
/// sockets, and no network but loopback.
///
/// Nothing that `body` makes outlives it, also when it fails or the process is killed. It is
/// synchronous, since a task that resumes on another thread would be outside; programs that it starts
/// (`Program`) are inside. Needs CAP_SYS_ADMIN: a run without it fails rather than skips.
package func withSandbox<Value: Sendable>(
  _ body: @escaping @Sendable () throws -> Value
) throws -> Value {
  let job = Job {
    try enterSandbox()
    return try body()
  }
  var thread = pthread_t()
  let argument = unsafe Unmanaged.passRetained(job)
  let code = unsafe pthread_create(
    &thread, nil,
    { argument in
      if let argument = unsafe argument {
        unsafe Unmanaged<AnyJob>.fromOpaque(argument).takeRetainedValue().run()
      }
      return nil
    }, argument.toOpaque())
  guard code == 0 else {
    unsafe argument.release()
    throw SupportError("pthread_create", errno: code)
  }
  pthread_join(thread, nil)
  guard let outcome = job.outcome else { throw SupportError("the sandbox's body did not run") }
  return try outcome.get()
}

private func enterSandbox() throws {
  let namespaces = cipc_clone_newipc | cipc_clone_newns | cipc_clone_newnet
  guard cipc_unshare(namespaces) == 0 else { throw SupportError("unshare", errno: errno) }
  guard cipc_loopback_up() == 0 else { throw SupportError("SIOCSIFFLAGS lo", errno: errno) }
  // Otherwise the mount below would show on the whole machine.
  guard unsafe mount(nil, "/", nil, UInt(MS_REC | MS_PRIVATE), nil) == 0 else {
    throw SupportError("mount --make-rprivate", errno: errno)
  }
  let flags = UInt(MS_NOSUID | MS_NODEV)
  guard unsafe mount("tmpfs", "/dev/shm", "tmpfs", flags, "mode=1777") == 0 else {
    throw SupportError("mount /dev/shm", errno: errno)
  }
}

private class AnyJob {
  func run() {}
}

/// Read by the caller only after the thread that writes it was joined.
private final class Job<Value: Sendable>: AnyJob {
  private let body: () throws -> Value
  private(set) var outcome: Result<Value, any Error>?

  init(_ body: @escaping () throws -> Value) {
    self.body = body
  }

  override func run() {
    outcome = Result(catching: body)
  }
}
