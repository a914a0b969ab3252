import Testing

@testable import Tabulate

struct HexDumpTests {
  @Test func looksLikeHexdump() {
    let bytes = Array("Hello, world.\n\0\u{7F}~ é".utf8)
    #expect(
      HexDump.render(bytes, offset: 0) == """
        00000000  48 65 6c 6c 6f 2c 20 77  6f 72 6c 64 2e 0a 00 7f  |Hello, world....|
        00000010  7e 20 c3 a9                                       |~ ..|
        00000014

        """)
    #expect(HexDump.render([], offset: 0) == "")
  }

  @Test func foldsRowsThatRepeat() {
    let bytes = [UInt8](repeating: 0, count: 64) + [1, 2, 3, 4, 5, 6, 7, 8, 9]
    #expect(
      HexDump.render(bytes, offset: 0x1000) == """
        00001000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|
        *
        00001040  01 02 03 04 05 06 07 08  09                       |.........|
        00001049

        """)
    #expect(
      HexDump.render([UInt8](repeating: 0x41, count: 32), offset: 0) == """
        00000000  41 41 41 41 41 41 41 41  41 41 41 41 41 41 41 41  |AAAAAAAAAAAAAAAA|
        *
        00000020

        """)
  }

  @Test func takesAnyOffset() {
    #expect(
      HexDump.render([0x41], offset: 0x7FFF_FFFF_F000) == """
        7ffffffff000  41                                                |A|
        7ffffffff001

        """)
    #expect(HexDump.render([0], offset: .max).hasSuffix("\n00000000\n"))
  }
}
