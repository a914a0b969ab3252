import Glibc
import SystemPackage
import Testing

@testable import Tabulate

struct OutputSinkTests {
  @Test(arguments: [0, 1, 2, 3, 7, 64, 65536])
  func writesEverythingInOrder(capacity: Int) throws {
    let text = try captured(capacity: capacity) { sink throws(OutputError) in
      try sink.write([0x61, 0x62])
      try sink.write("cdé")
      try sink.write(byte: 0x66)
      try sink.write([] as [UInt8])
      try sink.write("ghi".utf8.span)
      try sink.write(String(repeating: "x", count: 100))
      try sink.write(byte: 0x21)
    }
    #expect(text == "abcdéfghi" + String(repeating: "x", count: 100) + "!")
  }

  @Test func writesNothingBeforeItMust() throws {
    let file = try ScratchFile()
    do {
      var sink = OutputSink(fileDescriptor: file.descriptor)
      try sink.write("late")
      let early = try file.contents()
      #expect(early.isEmpty)
    }
    let late = try file.contents()
    #expect(late == Array("late".utf8))
  }

  @Test func reportsAClosedPipe() async {
    await #expect(processExitsWith: .success) {
      signal(SIGPIPE, SIG_IGN)
      let (reader, writer) = makePipe()
      close(reader)
      var sink = OutputSink(fileDescriptor: writer)
      try sink.write("lost")
      do throws(OutputError) {
        try sink.flush()
        Issue.record("flushed into a closed pipe")
      } catch {
        #expect(error == .closed)
      }
      // Dropped with the failure, so that the end of the program is quiet.
      try sink.flush()
    }
  }

  @Test func reportsAFullDisk() throws {
    let descriptor = unsafe open("/dev/full", O_WRONLY | O_CLOEXEC)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    var sink = OutputSink(fileDescriptor: descriptor, capacity: 4)
    do throws(OutputError) {
      try sink.write("more than four")
      Issue.record("wrote to a full disk")
    } catch {
      #expect(error == .failed(.noSpace))
    }
  }

  @Test func reportsABadDescriptor() {
    var sink = OutputSink(fileDescriptor: -1)
    do throws(OutputError) {
      try sink.write("x")
      try sink.flush()
      Issue.record("wrote nowhere")
    } catch {
      #expect(error == .failed(.badFileDescriptor))
    }
  }

  /// A pipe takes 64 KiB; the rest waits for the reader, here a program, and for `EAGAIN` to pass.
  @Test(arguments: [0, O_NONBLOCK])
  func handsAllToASlowReader(flags: Int32) async {
    await #expect(processExitsWith: .success) { [flags = flags as Int32] in
      let (reader, writer) = makePipe()
      _ = fcntl(writer, F_SETFL, flags)
      let size = 1_000_000
      let child = Python.start(slowReader, input: reader, closing: writer)
      close(reader)
      var sink = OutputSink(fileDescriptor: writer, capacity: 1000)
      for start in stride(from: 0, to: size, by: 100_000) {
        try sink.write([UInt8](repeating: UInt8(start / 100_000), count: 100_000))
      }
      try sink.flush()
      close(writer)
      let status = Python.wait(for: child)
      #expect(status == 0)
    }
  }
}

/// The two ends of a pipe.
private func makePipe() -> (reader: Int32, writer: Int32) {
  var ends: [Int32] = [-1, -1]
  let result = unsafe pipe(&ends)
  precondition(result == 0)
  return (ends[0], ends[1])
}

/// Succeeds when it can, slowly, read a million bytes.
private let slowReader = """
  import sys, time
  total = 0
  while chunk := sys.stdin.buffer.read1(50000):
      total += len(chunk)
      time.sleep(0.005)
  sys.exit(total != 1000000)
  """
