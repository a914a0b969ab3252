internal import Glibc

/// A started program; killed when its owner forgets it.
package final class RunningProgram {
  package let pid: Int32
  private let input: Pipe
  private let output: Pipe
  private let error: Pipe
  private var hasEnded = false
  /// Read from standard output and not yet given out.
  private var buffered: [UInt8] = []

  init(pid: Int32, input: Pipe, output: Pipe, error: Pipe) {
    self.pid = pid
    self.input = input
    self.output = output
    self.error = error
  }

  deinit {
    guard !hasEnded else { return }
    kill(pid, SIGKILL)
    var status: Int32 = 0
    _ = unsafe waitpid(pid, &status, 0)
  }

  /// The next line of its standard output; nil at the end.
  package func readLine() throws -> String? {
    while true {
      if let end = buffered.firstIndex(of: 0x0A) {
        defer { buffered.removeFirst(end + 1) }
        return String(decoding: buffered[..<end], as: UTF8.self)
      }
      guard try Self.read(output.readEnd, into: &buffered) else { return nil }
    }
  }

  /// Writes to its standard input, and leaves it open.
  package func write(_ bytes: [UInt8]) throws {
    var offset = 0
    while offset < bytes.count {
      let count = unsafe bytes[offset...].withUnsafeBytes {
        unsafe Glibc.write(input.writeEnd, $0.baseAddress, $0.count)
      }
      guard count >= 0 else { throw SupportError("write", errno: errno) }
      offset += count
    }
  }

  package func send(signal: Int32) {
    kill(pid, signal)
  }

  /// Closes the reading end of its standard output, as `head` does when it has enough.
  package func closeOutput() {
    output.closeReadEnd()
  }

  /// Gives `input`, then end of file, and waits for its end.
  package func finish(input bytes: [UInt8] = []) throws -> Program.Output {
    var written = 0
    var standardError: [UInt8] = []
    var reading = [output.readEnd, error.readEnd]
    let flags = fcntl(input.writeEnd, F_GETFL)
    _ = fcntl(input.writeEnd, F_SETFL, flags | O_NONBLOCK)
    // Its input may be more than a pipe holds, and its output too: both are moved in turn.
    while input.writeEnd >= 0 || reading.contains(where: { $0 >= 0 }) {
      var waiting = [
        pollfd(fd: reading[0], events: Int16(POLLIN), revents: 0),
        pollfd(fd: reading[1], events: Int16(POLLIN), revents: 0),
        pollfd(fd: input.writeEnd, events: Int16(POLLOUT), revents: 0),
      ]
      guard unsafe poll(&waiting, 3, -1) >= 0 || errno == EINTR else {
        throw SupportError("poll", errno: errno)
      }
      if waiting[0].revents != 0, try !Self.read(reading[0], into: &buffered) { reading[0] = -1 }
      if waiting[1].revents != 0, try !Self.read(reading[1], into: &standardError) {
        reading[1] = -1
      }
      if waiting[2].revents != 0 { feed(bytes, &written) }
    }
    var status: Int32 = 0
    while unsafe waitpid(pid, &status, 0) < 0 {
      guard errno == EINTR else { throw SupportError("waitpid", errno: errno) }
    }
    hasEnded = true
    let signal = status & 0x7F
    return Program.Output(
      status: signal == 0 ? (status >> 8) & 0xFF : nil, signal: signal == 0 ? nil : signal,
      standardOutput: buffered, standardError: standardError)
  }

  private func feed(_ bytes: [UInt8], _ written: inout Int) {
    guard written < bytes.count else { return input.closeWriteEnd() }
    let count = unsafe bytes[written...].withUnsafeBytes {
      unsafe Glibc.write(input.writeEnd, $0.baseAddress, $0.count)
    }
    if count >= 0 {
      written += count
    } else if errno != EAGAIN && errno != EINTR {
      // It reads no more: that is its business.
      input.closeWriteEnd()
    }
  }

  /// Reads once; false at the end.
  private static func read(_ descriptor: Int32, into bytes: inout [UInt8]) throws -> Bool {
    var piece = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = unsafe Glibc.read(descriptor, &piece, piece.count)
      if count > 0 {
        bytes.append(contentsOf: piece[..<count])
        return true
      }
      if count == 0 { return false }
      if errno != EINTR { throw SupportError("read", errno: errno) }
    }
  }
}
