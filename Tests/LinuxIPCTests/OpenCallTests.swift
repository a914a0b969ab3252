import CLinuxIPC
import Glibc
import Testing

@testable import LinuxIPC

/// Text of /proc/PID/task/TID/syscall (proc_pid_syscall(5)).
struct OpenCallTests {
  /// As Linux 6.18 gives it of a thread in openat(2).
  private static let recorded =
    "\(cipc_sys_openat) 0xffffff9c 0x7f3a5c0b2010 0x80001 0x1b6 0x0 0x0 0x7ffd6f2c1d18 0x7f3a5c9b4f01\n"

  @Test func readsACall() throws {
    let call = try #require(OpenCall(Self.recorded.bytes))
    #expect(call.directory == AT_FDCWD)
    #expect(call.access(0) == .write)
    let other = Self.recorded.replacing("0xffffff9c", with: "0xdeadbeef00000007")
    #expect(OpenCall(other.bytes)?.directory == 7, "the low half of a register")
    #expect(OpenCall(other.bytes) != call)
  }

  @Test(
    arguments: [("0x80000", .read), ("0x80002", .readWrite), ("0x1", .write)]
      as [(String, Holder.Access)])
  func tellsTheAccess(flags: String, access: Holder.Access) throws {
    let text = Self.recorded.replacing(" 0x80001 ", with: " \(flags) ")
    #expect(try #require(OpenCall(text.bytes)).access(0) == access)
  }

  @Test(arguments: [
    "", "\n", "running\n", "-1 0x7ffd6f2c1d18 0x7f3a5c9b4f01\n", "-1 0x0 0x0\n",
    "0 0x3 0x7f3a5c0b2010 0x1 0x0 0x0 0x0 0x7ffd6f2c1d18 0x7f3a5c9b4f01\n",
    "99999999999999999999 0x3 0x7f 0x1 0x0 0x0 0x0 0x7f 0x7f\n",
    "\(cipc_sys_openat) ffffff9c 0x7f 0x1 0x0 0x0 0x0 0x7f 0x7f\n",
    "\(cipc_sys_openat) 0xffffff9c 0x7f 0x1 0x0 0x0\n",
  ])
  func otherCallsAreNone(text: String) {
    #expect(OpenCall(text.bytes) == nil)
  }

  /// Cut off before its sixth argument it is nothing; no cut makes it another file or descriptor.
  @Test func survivesBeingCut() throws {
    let text = Self.recorded.bytes
    forEachPrefix(of: text) { prefix in
      guard let call = OpenCall(prefix) else { return }
      #expect(call.directory == AT_FDCWD)
      #expect(call.access(0) == .write)
      #expect(prefix.count { $0 == UInt8(ascii: "x") } >= 6)
    }
  }
}
