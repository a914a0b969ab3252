import Testing

@testable import LinuxIPC

struct POSIXSemaphoreNameTests {
  private typealias Name = POSIXSemaphore.Name

  static let longest = [UInt8](repeating: 0x61, count: 251)

  @Test(arguments: [
    "a".bytes, "a b".bytes, ".".bytes, "..".bytes, "sem.x".bytes, "%41".bytes, "é".bytes,
    [0xFF, 0xFE], "x (deleted)".bytes, longest,
  ])
  func isParsedWithAndWithoutItsSlash(text: [UInt8]) throws {
    let bare = try Name(parsing: text)
    #expect(try Name(parsing: "/".bytes + text) == bare)
    #expect(bare.file == "sem.".bytes + text)
    #expect(bare.text == "/".bytes + text)
    #expect(bare.path == "/dev/shm/sem.".bytes + text)
    #expect(POSIXSemaphore.name(atPath: bare.path) == bare)
    #expect(POSIXSharedMemory.name(atPath: bare.path) == nil, "a file has one kind")
    let address = POSIXSemaphore.address(bare)
    let decoded = try #require(Address.decode(address.utf8.dropFirst("posix-sem:".utf8.count)))
    #expect(try Name(parsing: decoded) == bare, "what is printed is read back")
  }

  @Test(arguments: [
    "".bytes, "/".bytes, "//a".bytes, "a/".bytes, "a/b".bytes, "../etc".bytes, "a\u{0}".bytes,
    longest + [0x61],
  ])
  func isRefused(text: [UInt8]) {
    #expect(failure { try Name(parsing: text) }?.kind == .usage)
  }

  @Test(arguments: [
    "", "/dev/shm", "/dev/shm/", "/dev/shm/a", "/dev/shm/sem.", "/dev/shm/sem.a/b", "/tmp/sem.a",
    "/dev/shm/semaphore",
  ])
  func isNotFoundElsewhere(path: String) {
    #expect(POSIXSemaphore.name(atPath: path.bytes) == nil)
  }

  /// In glibc's `struct new_sem` one half of a word is the value and the other the waiters.
  @Test(
    arguments: [
      (0, 0, 0), (5, 5, 0), (0x7FFF_FFFF, 0x7FFF_FFFF, 0), (1 << 32, 0, 1), (3 << 32 | 7, 7, 3),
      (.max, .max, .max),
    ] as [(UInt64, UInt32, UInt32)])
  func readsAWord(word: UInt64, value: UInt32, waiters: UInt32) {
    let state = POSIXSemaphore.State(word: word)
    #expect(state.value == value)
    #expect(state.waiters == waiters)
  }
}
