internal import Glibc
package import SystemPackage

/// Runs a call that returns -1 and sets `errno`, again as long as a signal cut it short.
///
/// For calls that do not wait for another process; those go through `Waiting`.
///
/// - Throws: The `errno` that the call left.
@inline(__always)
package func systemCall<Value: SignedInteger & FixedWidthInteger>(
  _ body: () -> Value
) throws(Errno) -> Value {
  while true {
    let value = body()
    // Nothing that may allocate or release stands between the call and this line.
    let number = Glibc.errno
    if value != -1 { return value }
    if number != EINTR { throw Errno(rawValue: number) }
  }
}
