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
