import Testing

@testable import LinuxIPC

/// What /proc/PID/task/TID tells of a thread (proc_pid_status(5), proc_pid_syscall(5)).
struct ThreadTextTests {
  @Test func readsListsOfNumbers() {
    let status = "Name:\tx\nNSpid:\t2771\t5\t1\nNSpgid:\t9\n".bytes
    #expect(ByteScanner.numbers(behind: "NSpid:", in: status.span, as: Int32.self) == [2771, 5, 1])
    #expect(ByteScanner.numbers(behind: "NSsid:", in: status.span, as: Int32.self) == [])
  }

  @Test func readsCalls() {
    #expect(ThreadSample.parse(syscall: "running\n".bytes.span) == .running)
    #expect(ThreadSample.parse(syscall: "-1 0x0 0x0\n".bytes.span) == .outside)
    let frame = ThreadSample.Frame(number: 0, arguments: [3, 16, 1, 0, 0, 0], stackPointer: 255)
    #expect(
      ThreadSample.parse(syscall: "0 0x3 0x10 0x1 0x0 0x0 0x0 0xff 0x7f\n".bytes.span)
        == .call(frame))
    #expect(ThreadSample.parse(syscall: "0 0x3 0x10".bytes.span) == .unreadable)
  }

  /// The numbers of a thread that is two pid namespaces below ours, as one above, beside and below it sees them.
  @Test func knowsItsNumbers() {
    var thread = ThreadSample(
      id: ThreadID(pid: 2771, tid: 2771), command: [], state: 0x53, parent: 1, startTime: 0,
      place: .outside, switches: nil)
    thread.innerNumbers = [5, 1]
    #expect(thread.number(besideLastOf: []) == 2771)
    #expect(thread.number(besideLastOf: [4]) == 5)
    #expect(thread.number(besideLastOf: [4, 7]) == 1)
    #expect(thread.number(besideLastOf: [4, 7, 2]) == nil)
  }
}
