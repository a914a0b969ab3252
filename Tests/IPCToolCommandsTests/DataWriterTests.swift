import CLinuxIPC
import Glibc
import LinuxIPC
import Testing

@testable import IPCToolCommands

/// What `peek` writes of counters, which the messages of other kinds do not show.
struct DataWriterTests {
  private func written(
    _ form: DataWriter.Form, _ values: [UInt64]
  ) throws -> String {
    let descriptor = unsafe cipc_memfd("written", 0)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    do {
      var writer = DataWriter(form: form, separator: nil, descriptor: descriptor)
      _ = try writer.run { (writer) throws(IPCError) in
        try writer.write(values: values)
        return Coverage()
      }
    }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
    return String(decoding: bytes[..<max(count, 0)], as: UTF8.self)
  }

  @Test func valuesStandOnALineEach() throws {
    #expect(try written(.raw, [3, 0, 32767]) == "3\n0\n32767\n")
  }

  @Test func valuesAreAMemberOfTheDocument() throws {
    #expect(
      try written(.json, [3, 0]) == """
        {
          "version":1,
          "values":[3,0],
          "coverage":{"complete":true,"hidden":[]}
        }

        """)
  }

  @Test func valuesAreALineOfJSON() throws {
    #expect(try written(.jsonLines, [7]) == "{\"values\":[7]}\n")
  }
}
