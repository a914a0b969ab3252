import LinuxIPC
import Testing

@testable import IPCToolCommands

struct ExitStatusTests {
  /// The table of the manual.
  @Test func isTheTable() {
    #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 64, 65, 66, 69, 71, 73, 75, 77])
    let expected: [(IPCError.Kind, Int32)] = [
      (.notFound, 66), (.gone, 66), (.exists, 73), (.denied, 77), (.empty, 75), (.full, 75),
      (.tooLarge, 65), (.malformed, 65), (.limit, 71), (.unsupported, 69), (.usage, 64),
      (.interrupted, 71), (.locked, 75), (.outputClosed, 0), (.system, 71),
    ]
    #expect(Set(expected.map(\.0)) == Set(IPCError.Kind.allCases))
    for (kind, status) in expected { #expect(ExitStatus(kind).rawValue == status, "\(kind)") }
  }
}
