import CLinuxIPC
import Testing

@testable import LinuxIPC

struct MappingTests {
  /// Lines of /proc/PID/maps, Linux 6.18, in the order of the tests below.
  static let recorded = """
    559b8a6b1000-559b8a6b2000 r--p 00000000 fe:00 1835017                    /usr/bin/a file (deleted)
    7f2d3c000000-7f2d3c200000 rw-s 00000000 00:11 32769                      /SYSV0123abcd (deleted)
    7f2d3c400000-7f2d3c401000 rw-s 00000000 00:01 0                          /SYSV00000000 (deleted)
    7f2d3c401000-7f2d3c402000 r--s 00001000 00:01 2147483647                 /SYSVffffffff (deleted)
    7f2d3c402000-7f2d3c404000 rw-s 00000000 00:1a 42                         /dev/shm/with space\\012newline
    7f2d3c404000-7f2d3c405000 rw-p 00000000 00:1a 43                         /dev/shm/private (deleted)
    7f2d3c405000-7f2d3c406000 rw-s 00000000 00:01 4096                       /memfd:SYSV (deleted)
    7f2d3c406000-7f2d3c407000 -w-s 7fffffff000 00:01 18446744073709551615      /dev/zero (deleted)
    7f2d3c407000-7f2d3c408000 rw-p 00000000 00:00 0 
    7ffc6b3c1000-7ffc6b3e3000 rw-p 00000000 00:00 0                          [stack]
    ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]

    """.bytes

  private struct Line: Equatable {
    let mapping: Mapping
    let name: String
  }

  private func lines(_ text: [UInt8]) -> [Line?] {
    var lines: [Line?] = []
    var scanner = ByteScanner()
    while !scanner.isAtEnd(of: text.span) {
      let start = scanner.offset
      let mapping = Mapping(in: text.span, &scanner)
      lines.append(
        mapping.map { Line(mapping: $0, name: String(decoding: text[$0.name], as: UTF8.self)) })
      guard scanner.offset > start else {
        Issue.record("the scanner stands still at \(start)")
        break
      }
    }
    return lines
  }

  @Test func readsRecordedLines() throws {
    let lines = lines(Self.recorded).compactMap { $0 }
    try #require(lines.count == 11)
    #expect(
      lines.map(\.name) == [
        "/usr/bin/a file (deleted)", "/SYSV0123abcd (deleted)", "/SYSV00000000 (deleted)",
        "/SYSVffffffff (deleted)", "/dev/shm/with space\\012newline", "/dev/shm/private (deleted)",
        "/memfd:SYSV (deleted)", "/dev/zero (deleted)", "", "[stack]", "[vsyscall]",
      ])
    #expect(
      lines.map(\.mapping.inode) == [
        1_835_017, 32769, 0, 2_147_483_647, 42, 43, 4096, .max, 0, 0, 0,
      ])
    let kernel = cipc_makedev(0, 1)
    #expect(lines[1].mapping.device == cipc_makedev(0, 0x11))
    #expect(lines[2].mapping.device == kernel)
    #expect(lines[4].mapping.device == cipc_makedev(0, 0x1a))
    #expect(lines[0].mapping.device == cipc_makedev(0xfe, 0))
    #expect(lines[1].mapping.start == 0x7f2d_3c00_0000)
    #expect(lines[1].mapping.end == 0x7f2d_3c20_0000)
    #expect(lines[10].mapping.end == 0xffff_ffff_ff60_1000)
    let shared = lines.map(\.mapping.isShared)
    #expect(shared == [false, true, true, true, true, false, true, true, false, false, false])
    let writable = lines.map(\.mapping.isWritable)
    #expect(writable == [false, true, true, false, true, true, true, true, true, true, false])
  }

  @Test(arguments: [
    "", "x", "VmFlags: rd wr", "1000 2000 rw-s 0 00:01 1 /a", "1000-2000", "1000-2000 rw-s 0 00:01",
    "1000-2000 rw- 0 00:01 1 /a", "1000-2000 rw-ss 0 00:01 1 /a", "1000-2000 rw-s 0 0001 1 /a",
    "1000-2000 rw-s 0 00:01 x /a", "10000000000000000-2000 rw-s 0 00:01 1 /a",
    "1000-2000 rw-s 0 00:01 18446744073709551616 /a", "-1000-2000 rw-s 0 00:01 1 /a",
  ])
  func leavesOutForeignLines(text: String) {
    let next = "1000-2000 rw-s 0 00:01 7 /next"
    let lines = lines((text + "\n" + next).bytes)
    #expect(lines.count == 2)
    #expect(lines.first == .some(.none))
    #expect(lines.last??.mapping.inode == 7, "the next line is read as ever")
  }

  @Test func readsTextCutOffAnywhere() {
    let whole = lines(Self.recorded)
    forEachPrefix(of: Self.recorded) { prefix in
      let found = lines(prefix)
      let complete = prefix.count(where: { $0 == 0x0A })
      #expect(found.count == complete || found.count == complete + 1)
      #expect(Array(found.prefix(complete)) == Array(whole.prefix(complete)))
    }
  }
}
