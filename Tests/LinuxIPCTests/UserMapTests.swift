import Testing

@testable import LinuxIPC

/// /proc/PID/uid_map.
struct UserMapTests {
  @Test(arguments: [
    ("         0          0 4294967295\n", true, true),
    ("         0     100000      65536\n", false, false),
    ("         0       1000          1\n         1     100000      65535\n", false, false),
    ("0 1 1\n1 0 1\n2 2 4294967293\n", false, true),
    ("0 0 4294967294\n", false, false),
    ("", false, false),
  ])
  func tellsWhomItKnows(_ text: String, isIdentity: Bool, isWhole: Bool) {
    let map = UserMap(parsing: Array(text.utf8).span)
    #expect(map.isIdentity == isIdentity)
    #expect(map.isWhole == isWhole)
  }
}
