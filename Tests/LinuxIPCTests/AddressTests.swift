import Testing

@testable import LinuxIPC

struct AddressTests {
  @Test func everyByteGoesThroughAndBack() {
    for byte in UInt8.min...UInt8.max {
      let text = Address.text(kind: "k", name: [0x61, byte, 0x62])
      #expect(text.hasPrefix("k:a"))
      #expect(Address.decode(text.utf8.dropFirst(2)) == [0x61, byte, 0x62])
      #expect(text.utf8.allSatisfy { (0x25...0x7A).contains($0) })
    }
    let all = Array(UInt8.min...UInt8.max)
    #expect(Address.decode(Address.text(kind: "k", name: all).utf8.dropFirst(2)) == all)
  }

  @Test func onlyBytesThatNoShellReadsStayAsTheyAre() {
    let plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:@+,=-".bytes
    for byte in UInt8.min...UInt8.max {
      let text = Address.text(kind: "k", name: [byte])
      #expect((text.utf8.count == 3) == plain.contains(byte))
      #expect((text.utf8.count == 5) == !plain.contains(byte))
    }
    #expect(Address.text(kind: "posix-shm", name: "/a b%\n".bytes) == "posix-shm:/a%20b%25%0A")
    #expect(Address.text(kind: "posix-shm", name: [0xFF, 0xC3, 0xA9]) == "posix-shm:%FF%C3%A9")
    #expect(Address.text(kind: "msg", name: []) == "msg:")
  }

  @Test func carriesTheNamespaceOfAnother() {
    let namespace = Namespace(kind: .ipc, inode: 4_026_531_839)
    let text = Address.text(kind: "msg", name: "0".bytes, in: namespace)
    #expect(text == "msg:0@ipc=4026531839")
    let found = Address.qualifier(of: text.bytes)
    #expect(found?.at == 5)
    #expect(found?.namespace == namespace)
  }

  /// A name that ends like a namespace is told from one.
  @Test(arguments: ["a@ipc=1", "@net=0", "x@mnt=18446744073709551615", "a@ipc=1@ipc=2"])
  func writesALookalikeSoThatItIsNone(_ name: String) {
    let text = Address.text(kind: "k", name: name.bytes)
    #expect(Address.qualifier(of: text.bytes)?.at ?? 0 < text.utf8.count - "@ipc=2".utf8.count)
    #expect(text.contains("%40"))
    #expect(Address.decode(text.utf8.dropFirst(2)) == name.bytes)
    let qualified = Address.text(
      kind: "k", name: name.bytes, in: Namespace(kind: .net, inode: 5)
    ).bytes
    let found = Address.qualifier(of: qualified)
    #expect(found.map { Address.decode(qualified[2..<$0.at]) } == name.bytes)
  }

  @Test(arguments: [
    "", "0", "@", "@ipc", "@ipc=", "@ipc=x", "@ipc=-1", "@ipc=1x", "@uts=1", "@IPC=1", "@=1",
    "@ipc=18446744073709551616", "@ipc=1 ", "@ipc=1@",
  ])
  func takesNothingElseForANamespace(_ text: String) {
    #expect(Address.qualifier(of: text.bytes) == nil)
  }

  @Test func readsNamespacesInLinks() {
    #expect(
      Namespace(text: "ipc:[4026531839]".bytes) == Namespace(kind: .ipc, inode: 4_026_531_839))
    #expect(Namespace(text: "mnt:[1]".bytes) == Namespace(kind: .mount, inode: 1))
    for text in [
      "", "ipc", "ipc:", "ipc:[", "ipc:[]", "ipc:[x]", "ipc:1", "/ipc:[1]", "uts:[1]", "ipc:[1] ",
      "ipc:]",
    ] {
      #expect(Namespace(text: text.bytes) == nil, "\(text)")
    }
  }

  @Test func decodesBothCasesOfDigits() {
    #expect(Address.decode("%c3%A9%2f%2F".utf8) == [0xC3, 0xA9, 0x2F, 0x2F])
    #expect(Address.decode("".utf8) == [])
    #expect(Address.decode("%2525".utf8) == "%25".bytes, "once, not again")
  }

  @Test(arguments: [
    "%", "%%", "a%", "%4", "a%4", "%g0", "%0g", "% 1", "%+1", "%-1", "%0x", "%%41", "%\u{0}0",
  ])
  func refusesAPercentWithoutTwoDigits(text: String) {
    #expect(Address.decode(text.utf8) == nil)
  }
}
