import SystemPackage
import Testing

@testable import LinuxIPC

struct IPCErrorTests {
  @Test func isSubjectCallSymbolWords() {
    let error = IPCError(
      .gone, subject: "shm:3", operation: "shmctl", errno: .invalidArgument,
      reason: "no such segment",
      hint: "never shown here")
    #expect(error.description == "shm:3: shmctl: EINVAL: no such segment")
  }

  @Test func leavesOutWhatIsNotKnown() {
    let bare = IPCError(.usage, subject: "shm:x", reason: "bad")
    #expect(bare.description == "shm:x: bad")
    let timedOut = IPCError(.full, subject: "msg:1", operation: "msgsnd", reason: "late")
    #expect(timedOut.description == "msg:1: msgsnd: late")
  }

  @Test(arguments: [
    (Errno.resourceTemporarilyUnavailable, "EAGAIN"), (.invalidArgument, "EINVAL"),
    (.identifierRemoved, "EIDRM"), (.noMessage, "ENOMSG"), (.notPermitted, "EPERM"),
    (Errno(rawValue: 4095), "errno 4095"), (Errno(rawValue: -1), "errno -1"),
  ])
  func namesErrnos(errno: Errno, symbol: String) {
    #expect(errno.symbol == symbol)
  }
}
