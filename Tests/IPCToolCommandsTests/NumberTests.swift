import Testing

@testable import IPCToolCommands

/// Numbers with units, as people type them.
struct NumberTests {
  static let counts: [(String, UInt64?)] = [
    ("0", 0), ("1", 1), ("18446744073709551615", .max), ("18446744073709551616", nil),
    ("1b", 1), ("1B", 1), ("1k", 1024), ("1K", 1024), ("1KiB", 1024), ("1kib", 1024),
    ("1KB", 1000), ("1kb", 1000), ("2M", 2 << 20), ("2MB", 2_000_000), ("3G", 3 << 30),
    ("4T", 4 << 40), ("5P", 5 << 50), ("15E", 15 << 60), ("16E", nil), ("18EB", 18 * exa),
    ("19EB", nil), ("", nil), ("K", nil), ("-1", nil), ("+1", nil), ("1.5K", nil), ("1 K", nil),
    (" 1", nil), ("1 ", nil), ("0x10", nil), ("1KK", nil), ("1Ki", nil), ("1KiBB", nil),
    ("1Z", nil), ("1bb", nil), ("1e3", nil), ("1E3", nil), ("١", nil), ("1_000", nil), ("１", nil),
  ]

  private static let exa: UInt64 = 1_000_000_000_000_000_000

  @Test(arguments: counts)
  func readsBytes(_ text: String, _ expected: UInt64?) {
    #expect(ByteCount(argument: text)?.value == expected)
  }

  @Test(arguments: [
    ("0", 0), ("600", 0o600), ("0600", 0o600), ("0000640", 0o640), ("777", 0o777), ("1777", nil),
    ("1000", nil), ("888", nil), ("u+r", nil), ("", nil), ("-1", nil), ("0x1", nil), ("٧", nil),
    ("+7", nil), ("99999999999999999999", nil),
  ])
  func readsPermissions(_ text: String, _ expected: UInt32?) {
    #expect(PermissionBits(argument: text)?.value == expected)
  }
}
