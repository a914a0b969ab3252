import Testing

@testable import LinuxIPC

/// The names of queues, and the text of their files.
struct POSIXMessageQueueTextTests {
  private typealias Name = POSIXMessageQueue.Name
  private typealias Status = POSIXMessageQueue.Status

  static let longest = [UInt8](repeating: 0x61, count: 255)

  @Test(arguments: [
    "a".bytes, "a b".bytes, "a\nb".bytes, ".hidden".bytes, "...".bytes, "-rf".bytes, "%41".bytes,
    "é".bytes, [0xFF, 0xFE, 0x80], "x (deleted)".bytes, " ".bytes, "*".bytes, longest,
  ])
  func isParsedWithAndWithoutItsSlash(file: [UInt8]) throws {
    let bare = try Name(parsing: file)
    #expect(try Name(parsing: "/".bytes + file) == bare)
    #expect(bare.text == "/".bytes + file)
    let address = POSIXMessageQueue.address(bare)
    let decoded = try #require(Address.decode(address.utf8.dropFirst("mqueue:".utf8.count)))
    #expect(try Name(parsing: decoded) == bare, "what is printed is read back")
  }

  @Test(arguments: [
    "".bytes, "/".bytes, "//".bytes, "//a".bytes, "a/".bytes, "a/b".bytes, "/a/b".bytes,
    ".".bytes, "/..".bytes, "a\u{0}".bytes, longest + [0x61],
  ])
  func isRefused(text: [UInt8]) {
    #expect(failure { try Name(parsing: text) }?.kind == .usage)
  }

  @Test func readsTheKernelsText() throws {
    let idle = "QSIZE:15         NOTIFY:0     SIGNO:0     NOTIFY_PID:0     \n".bytes
    let parsed = Status(parsing: idle.span)
    let status = try #require(parsed)
    #expect(status.bytes == 15)
    #expect(status.notification == nil)
    let methods: [(Int, POSIXMessageQueue.Notification.Method?, Int32?)] = [
      (0, .signal, 12), (1, POSIXMessageQueue.Notification.Method.none, nil), (2, .thread, nil),
      (7, nil, nil),
    ]
    for (number, method, signal) in methods {
      let text = "QSIZE:0          NOTIFY:\(number)     SIGNO:12    NOTIFY_PID:4711  \n".bytes
      let parsed = Status(parsing: text.span)
      let notification = try #require(parsed?.notification)
      #expect(notification.pid == 4711)
      #expect(notification.method == method)
      #expect(notification.signal == signal)
    }
  }

  /// Text that is cut off before its last number tells nothing.
  @Test func survivesBeingCut() {
    let text = "QSIZE:15         NOTIFY:0     SIGNO:0     NOTIFY_PID:4711  \n".bytes
    let least = text.count - "4711  \n".utf8.count
    for length in 0...least {
      let parsed = Status(parsing: Array(text[..<length]).span)
      #expect(parsed == nil)
    }
  }
}
