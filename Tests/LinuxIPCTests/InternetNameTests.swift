import Testing

@testable import LinuxIPC

struct InternetNameTests {
  @Test(arguments: [
    ("127.0.0.1:80", "127.0.0.1:80"), ("0.0.0.0:65535", "0.0.0.0:65535"), ("::1:80", "::1:80"),
    ("[::1]:80", "::1:80"), (":::80", ":::80"), ("[::]:80", ":::80"), ("::1:080", "::1:80"),
    ("2001:DB8:0:0:0:0:0:1:443", "2001:db8::1:443"), ("::ffff:127.0.0.1:8", "::ffff:127.0.0.1:8"),
    ("fe80::1%lo:22", "fe80::1%lo:22"), ("[fe80::1%lo]:22", "fe80::1%lo:22"),
    ("fe80::1%1:22", "fe80::1%lo:22"), ("fe80::1%4000000000:22", "fe80::1%4000000000:22"),
    ("ff02::fb%lo:5353", "ff02::fb%lo:5353"), ("127.0.0.1:0", "127.0.0.1:0"),
    ("4711", "4711"), ("[4711]", "4711"),
  ])
  func isParsed(text: String, canonical: String) throws {
    let name = try InternetName(parsing: text.bytes)
    #expect(String(decoding: name.text, as: UTF8.self) == canonical)
    #expect(try InternetName(parsing: name.text) == name, "what is printed is read back")
  }

  @Test(arguments: [
    "", ":", ":80", "80:", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
    "127.0.0.1:+1", "127.0.0.1: 80", "127.0.0.1:80 ", "127.1:80", "256.0.0.1:80", "localhost:80",
    "*:80", "::1", "fe80::1", "[127.0.0.1]:80", "[::1]", "[::1:80", "::1]:80", "[[::1]]:80",
    "::1%lo:80", "127.0.0.1%lo:80", "fe80::1%nosuchlink:80", "fe80::1%:80", "fe80::1%0:80", "0",
    "[0]",
    "4294967296", "127.0.0.1\u{0}:80", "1:2:3:4:5:6:7:8:9:80",
  ])
  func isRefused(text: String) {
    let error = failure { try InternetName(parsing: text.bytes) }
    #expect(error?.kind == .usage)
    #expect(error?.subject == "")
  }

  @Test func isQuotedInAnAddress() throws {
    #expect(TCPSocket.address(try InternetName(parsing: "::1:80".bytes)) == "tcp:::1:80")
    #expect(
      UDPSocket.address(try InternetName(parsing: "fe80::1%lo:5".bytes)) == "udp:fe80::1%25lo:5")
  }

  @Test func mappedAddressesAreThoseOfIPv4() throws {
    let (v4, mapped) = (try endpoint("127.0.0.1:80"), try endpoint("::ffff:127.0.0.1:80"))
    #expect(v4 != mapped)
    #expect(v4.normalised == mapped.normalised)
    #expect(try endpoint(":::80").normalised != endpoint("0.0.0.0:80"))
    #expect(try endpoint("::127.0.0.1:80").normalised != v4)
    for (text, isLoopback) in [
      ("127.255.0.1:1", true), ("::1:1", true), ("::ffff:127.0.0.1:1", true),
      ("128.0.0.1:1", false),
      (":::1", false), ("::2:1", false), ("0.0.0.0:1", false),
    ] {
      #expect(try endpoint(text).address.isLoopback == isLoopback, "\(text)")
    }
  }

  private func endpoint(_ text: String) throws -> InternetEndpoint {
    try #require(InternetEndpoint(parsing: text.bytes))
  }
}
