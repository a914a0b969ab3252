import Testing

@testable import LinuxIPC

struct UnixSocketNameTests {
  private typealias Name = UnixSocket.Name

  @Test(arguments: [
    ("/run/x.sock".bytes, Name.path("/run/x.sock".bytes)), ("/".bytes, .path("/".bytes)),
    ("/a b\n%".bytes, .path("/a b\n%".bytes)), ([0x2F, 0xFF], .path([0x2F, 0xFF])),
    ("@x".bytes, .abstract("x".bytes)), ("@".bytes, .abstract([])),
    ("@/x".bytes, .abstract("/x".bytes)),
    ([0x40, 0, 0xFF, 0], .abstract([0, 0xFF, 0])), ("@4711".bytes, .abstract("4711".bytes)),
    ("4711".bytes, .inode(4711)), ("[4711]".bytes, .inode(4711)),
    ("4294967295".bytes, .inode(.max)),
  ])
  func isParsed(text: [UInt8], name: UnixSocket.Name) throws {
    let parsed = try Name(parsing: text)
    #expect(parsed == name)
    #expect(try Name(parsing: parsed.text) == name, "what is printed is read back")
    let address = UnixSocket.address(parsed)
    #expect(address.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
    let decoded = try #require(Address.decode(address.utf8.dropFirst("unix:".utf8.count)))
    #expect(try Name(parsing: decoded) == name)
  }

  @Test(arguments: [
    "", "x", "./x", "0", "[0]", "-1", "4294967296", "[4294967296]", "[", "[]", "[x]", "[1", "1]",
    " 1", "1 ", "x/y", "/a\u{0}b", "socket:[1]",
  ])
  func isRefused(text: String) {
    let error = failure { try Name(parsing: text.bytes) }
    #expect(error?.kind == .usage)
    #expect(error?.subject == "")
  }

  @Test func isNoLongerThanAnAddress() throws {
    let longest = [UInt8](repeating: 0x61, count: 107)
    #expect(try Name(parsing: "/".bytes + longest).address?.count == 108)
    #expect(try Name(parsing: "@".bytes + longest).address?.count == 108)
    #expect(failure { try Name(parsing: "/a".bytes + longest) }?.kind == .usage)
    #expect(failure { try Name(parsing: "@a".bytes + longest) }?.kind == .usage)
  }

  @Test func comesFromAnAddress() {
    #expect(Name(address: [0, 0x61]) == .abstract("a".bytes))
    #expect(Name(address: [0]) == .abstract([]))
    #expect(Name(address: "/a".bytes) == .path("/a".bytes))
    #expect(Name(address: "a".bytes) == nil, "relative to who knows what")
    #expect(Name(address: "@a".bytes) == nil)
    #expect(Name(address: []) == nil)
    for name in [Name.abstract([]), .abstract([0, 1]), .path("/x".bytes)] {
      #expect(name.address.flatMap(Name.init(address:)) == name)
    }
  }

  @Test func linksOfDescriptors() {
    for (text, inode) in [
      ("socket:[4711]", 4711), ("socket:[0]", nil), ("socket:[]", nil), ("socket:4711", nil),
      ("pipe:[4711]", nil), ("socket:[4711] (deleted)", nil), ("socket:[4294967296]", nil),
      ("", nil),
    ] as [(String, UInt32?)] {
      let found = SocketLinks.inode(in: text.bytes.span)
      #expect(found == inode, "\(text)")
    }
  }
}
