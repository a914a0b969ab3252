import Testing

@testable import LinuxIPC

struct ProcessDirectoryTests {
  /// Fields 3 to 52 of proc_pid_stat(5), as Linux 6.18 writes them, with `flags` as field 9.
  private func stat(_ command: [UInt8], flags: String = "4194560") -> [UInt8] {
    "4711 (".bytes + command
      + ") S -1 4711 4711 34816 -1 \(flags) 120 0 0 0 1 2 -3 -4 20 0 1 0 987654 8192 200 184467440737"
      .bytes
      + "09551615 1 1 0 0 0 0 0 0 65538 1 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n".bytes
  }

  @Test(arguments: [
    "bash", "", " ", "a b c", "(sd-pam)", ") R 1 2 3 4 5 6 7", "((((", "))))", "a\nb",
    "tmux: server",
    "(x) S 1 (y)",
  ])
  func readsCommandsOfAnyBytes(command: String) {
    let status = ProcessDirectory.parse(stat: stat(command.bytes))
    #expect(status?.command == command.bytes)
    #expect(status?.state == UInt8(ascii: "S"))
    #expect(status?.startTime == 987_654)
    #expect(status?.isKernelThread == false)
    #expect(status?.threads == 1)
  }

  @Test func readsCommandsThatAreNotUTF8() {
    #expect(
      ProcessDirectory.parse(stat: stat([0xFF, 0x28, 0x80, 0x00]))?.command == [255, 40, 128, 0])
  }

  @Test func knowsKernelThreads() {
    let status = ProcessDirectory.parse(stat: stat("kthreadd".bytes, flags: "2129984"))
    #expect(status?.isKernelThread == true)
  }

  @Test(arguments: [
    "", "4711", "4711 (", "4711 )a( S 1", "4711 (a) ", "4711 (a) SS 1 2", "4711 (a) S x",
  ])
  func refusesWhatIsNoStat(text: String) {
    #expect(ProcessDirectory.parse(stat: text.bytes) == nil)
  }

  /// Cut off, it gives nothing until the last field that is read has begun.
  @Test func readsNothingFromTextCutOffBeforeTheStartTime() throws {
    let text = stat("a) (b".bytes)
    let start = try #require(
      text.indices.first { Array(text[$0...].prefix(8)) == " 987654 ".bytes })
    forEachPrefix(of: text) { prefix in
      let status = ProcessDirectory.parse(stat: prefix)
      #expect((status != nil) == (prefix.count > start + 1))
      if prefix.count > start + 6 { #expect(status?.startTime == 987_654) }
    }
  }
}
