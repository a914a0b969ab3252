import Glibc
import LinuxIPC
import Support
import Testing

@testable import IPCToolCommands

/// Input cut into messages.
struct PayloadTests {
  private func messages(
    _ bytes: [UInt8], _ framing: Payload.Framing, limit: UInt64 = 1 << 20
  ) throws -> [[UInt8]] {
    var payload = Payload(bytes: bytes, framing: framing)
    return try drain(&payload, limit)
  }

  private func drain(_ payload: inout Payload, _ limit: UInt64) throws -> [[UInt8]] {
    var result: [[UInt8]] = []
    while let message = try payload.nextMessage(limit: limit) { result.append(message) }
    return result
  }

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func givesAllOfItAsOftenAsAsked() throws {
    #expect(try messages(bytes("ab"), .whole(times: 1)) == [bytes("ab")])
    #expect(try messages([], .whole(times: 1)) == [[]])
    #expect(try messages(bytes("ab"), .whole(times: 3)) == [bytes("ab"), bytes("ab"), bytes("ab")])
    #expect(try messages(bytes("ab"), .whole(times: 0)) == [])
  }

  @Test(arguments: [
    ("", []), ("\n", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\n\n", ["a", ""]), ("\na", ["", "a"]),
    ("a\nb", ["a", "b"]), ("a\0b\nc", ["a\0b", "c"]), ("a\r\n", ["a\r"]),
  ])
  func cutsAtSeparators(_ text: String, _ expected: [String]) throws {
    #expect(try messages(bytes(text), .separated(by: 0x0A)) == expected.map(bytes))
    let withNUL = bytes(text).map { $0 == 0x0A ? 0 : $0 == 0 ? 0x0A : $0 }
    #expect(
      try messages(withNUL, .separated(by: 0))
        == expected.map { bytes($0).map { $0 == 0 ? 0x0A : $0 } })
  }

  /// The same through a file, whose pieces end anywhere: longer than one read of 64 KiB.
  @Test func cutsAcrossReads() throws {
    let lines = (0..<30_000).map { bytes(String(repeating: "x", count: $0 % 23)) }
    let text = Array(lines.joined(separator: [0x0A])) + [0x0A]
    let file = try ScratchFile(text)
    let path = Array(file.path.utf8)
    var payload = try Payload(path: path, framing: .separated(by: 0x0A))
    #expect(payload.knownLength == UInt64(text.count))
    #expect(try drain(&payload, 100) == lines)
    var whole = try Payload(path: path, framing: .whole(times: 2))
    #expect(try drain(&whole, .max) == [text, text])
  }

  /// Of a message that is too long enough is given to see that it is.
  @Test func givesMoreThanTheLimitOfALongMessage() throws {
    var payload = Payload(bytes: bytes("abcdef\ngh"), framing: .separated(by: 0x0A))
    let first = try #require(try payload.nextMessage(limit: 3))
    #expect(first.count > 3)
    #expect(bytes("abcdef").starts(with: first))
  }
}
