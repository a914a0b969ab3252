internal import Glibc

/// Runs `body` with the effective user and group of `nobody`, and no effective capability, on this
/// thread alone.
///
/// The C library changes all threads of a process together, so the system calls are made without it.
package func asNobody<Value>(_ body: () throws -> Value) throws -> Value {
  let nobody = 65534
  // Only root changes the group: it goes first there, and last back.
  try rawCall(numbers.setresgid, -1, nobody, -1)
  try rawCall(numbers.setresuid, -1, nobody, -1)
  let outcome = Result { try body() }
  try rawCall(numbers.setresuid, -1, 0, -1)
  try rawCall(numbers.setresgid, -1, 0, -1)
  // The change of user takes /proc/self away from the whole process (PR_SET_DUMPABLE, prctl(2)).
  try rawCall(numbers.prctl, 4, 1, 0)
  return try outcome.get()
}

// The macros of <sys/syscall.h> and <sys/prctl.h> are not imported.
#if arch(x86_64)
  private let numbers = (setresuid: 117, setresgid: 119, prctl: 157)
#else
  private let numbers = (setresuid: 147, setresgid: 149, prctl: 167)
#endif

private func rawCall(_ number: Int, _ first: Int, _ second: Int, _ third: Int) throws {
  typealias Call = @convention(c) (Int, Int, Int, Int) -> Int
  guard let symbol = unsafe dlsym(nil, "syscall") else { throw SupportError("no syscall(2)") }
  let call = unsafe unsafeBitCast(symbol, to: Call.self)
  guard call(number, first, second, third) == 0 else {
    throw SupportError("system call \(number)", errno: errno)
  }
}
