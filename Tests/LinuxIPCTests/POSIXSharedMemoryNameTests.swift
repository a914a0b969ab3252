import Testing

@testable import LinuxIPC

struct POSIXSharedMemoryNameTests {
  private typealias Name = POSIXSharedMemory.Name

  static let longest = [UInt8](repeating: 0x61, count: 255)

  @Test(arguments: [
    "a".bytes, "a b".bytes, "a\nb".bytes, ".hidden".bytes, "...".bytes, "-rf".bytes, "%41".bytes,
    "é".bytes, [0xFF, 0xFE, 0x80], "\u{202E}evil".bytes, " ".bytes, "*".bytes, longest,
  ])
  func isParsedWithAndWithoutItsSlash(file: [UInt8]) throws {
    let bare = try Name(parsing: file)
    let whole = try Name(parsing: "/".bytes + file)
    #expect(bare == whole)
    #expect(bare.file == file)
    #expect(bare.text == "/".bytes + file)
    #expect(bare.path == "/dev/shm/".bytes + file)
    let address = POSIXSharedMemory.address(bare)
    let decoded = try #require(Address.decode(address.utf8.dropFirst("posix-shm:".utf8.count)))
    let again = try Name(parsing: decoded)
    #expect(again == bare, "what is printed is read back")
  }

  @Test(arguments: [
    "".bytes, "/".bytes, "//".bytes, "//a".bytes, "a/".bytes, "a/b".bytes, "/a/b".bytes,
    "../etc".bytes, ".".bytes, "..".bytes, "/.".bytes, "/..".bytes, "a\u{0}".bytes, "\u{0}".bytes,
    longest + [0x61],
  ])
  func isRefused(text: [UInt8]) {
    #expect(failure { try Name(parsing: text) }?.kind == .usage)
  }

  @Test(arguments: [
    ("/dev/shm/a", "a"), ("/dev/shm/a b", "a b"), ("/dev/shm/semaphore", "semaphore"),
    ("/dev/shm/.sem.a", ".sem.a"),
  ])
  func isFoundAtItsPath(path: String, file: String) {
    #expect(POSIXSharedMemory.name(atPath: path.bytes)?.file == file.bytes)
  }

  @Test(arguments: [
    "", "/", "/dev/shm", "/dev/shm/", "/dev/shmx/a", "/dev/shm/.", "/dev/shm/..", "/dev/shm/a/b",
    "/dev/shm/../shm/a", "dev/shm/a", "/dev/shm/sem.a", "/dev/mqueue/a", "/tmp/dev/shm/a",
  ])
  func isNotFoundElsewhere(path: String) {
    #expect(POSIXSharedMemory.name(atPath: path.bytes) == nil)
  }
}
