internal import Glibc

/// Signals that wait until something is done which is not to be left half done.
enum HeldSignals {
  /// Runs `body` without the calling thread being ended or stopped by a signal, but for SIGKILL and SIGSTOP: those
  /// that come meanwhile take effect after it.
  ///
  /// The corresponding C function is `pthread_sigmask`.
  static func during<Value>(_ body: () throws(IPCError) -> Value) throws(IPCError) -> Value {
    var all = sigset_t()
    var before = sigset_t()
    unsafe sigfillset(&all)
    unsafe pthread_sigmask(SIG_BLOCK, &all, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    return try body()
  }
}
