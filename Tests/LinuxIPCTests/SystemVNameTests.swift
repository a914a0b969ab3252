import Testing

@testable import LinuxIPC

struct SystemVNameTests {
  @Test(arguments: [
    ("0", SystemVName.id(0)), ("42", .id(42)), ("2147483647", .id(.max)), ("007", .id(7)),
    ("0x1", .key(1)), ("0x0000002a", .key(42)), ("0X2A", .key(42)), ("0x7fffffff", .key(.max)),
    ("0x80000000", .key(.min)), ("0xffffffff", .key(-1)), ("0xFFFFFFFE", .key(-2)),
    ("0x0000000000000001", .key(1)),
  ])
  func isParsed(text: String, name: SystemVName) throws {
    let parsed = try SystemVName(parsing: text.bytes)
    #expect(parsed == name)
    let again = try SystemVName(parsing: parsed.text)
    #expect(again == name, "what is printed is read back")
  }

  @Test(arguments: [
    "", " ", "-1", "2147483648", "99999999999999999999", "0x", "0x0", "0x00000000", "0x100000000",
    "0x10000000000000000", "12a", "12 ", " 12", "\t12", "+5", "0x12g", "0x12 ", "1.0", "0x-1",
    "x12",
    "12\n", "1\u{0}", "\u{0}", "٣", "１", "0b1", "1_000", "msg:1", "1:2", "IPC_PRIVATE", "0x1@ipc=1",
  ])
  func isRefused(text: String) {
    let error = failure { try SystemVName(parsing: text.bytes) }
    #expect(error?.kind == .usage)
    #expect(error?.subject == "")
  }

  @Test func keysAreWrittenAsIpcsDoes() {
    #expect(SystemVKey.text(0) == "0x00000000".bytes)
    #expect(SystemVKey.text(42) == "0x0000002a".bytes)
    #expect(SystemVKey.text(-1) == "0xffffffff".bytes)
    #expect(SystemVKey.text(.min) == "0x80000000".bytes)
    #expect(SysVMessageQueue.address(.key(-2)) == "msg:0xfffffffe")
    #expect(SysVSharedMemory.address(.id(7)) == "shm:7")
  }

  @Test func anIDCannotBeChosen() {
    let error = failure { try SysVSharedMemory.creationKey(of: .id(3)) }
    #expect(error?.kind == .usage)
    #expect(error?.subject == "shm:3")
    #expect(error?.hint != nil)
  }

  @Test func aKeyIsTakenAndNoneIsPrivate() throws {
    #expect(try SysVSharedMemory.creationKey(of: .key(-1)) == -1)
    #expect(try SysVSharedMemory.creationKey(of: nil) == 0)
  }

  @Test(arguments: ["0x 2a", "0x\t2a", "-0", "-00", " 1", "+1"])
  func blanksAndSignsAreRefused(text: String) {
    #expect(failure { try SystemVName(parsing: text.bytes) }?.kind == .usage)
  }
}
