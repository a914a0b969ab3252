internal import CLinuxIPC
package import SystemPackage

extension Errno {
  /// The symbol that man pages use, such as `EAGAIN`; `errno N` for a number that has none.
  package var symbol: String {
    guard let name = unsafe cipc_errno_name(rawValue) else { return "errno \(rawValue)" }
    return unsafe String(cString: name)
  }
}
