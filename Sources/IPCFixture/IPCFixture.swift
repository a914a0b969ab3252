internal import Glibc

/// Makes one object on demand, prints its address, holds it until standard input ends, and removes it.
///
///     IPCFixture shm size=2M huge attach touch
///
/// A recipe is a kind and words; each kind has a file of its own.
@main
enum IPCFixture {
  static func main() {
    let words = Array(CommandLine.arguments.dropFirst())
    guard let kind = words.first, let recipe = recipes[kind] else {
      fail("usage: IPCFixture \(recipes.keys.sorted().joined(separator: "|")) [WORD[=VALUE]…]")
    }
    let made = recipe(Words(words.dropFirst()))
    write(made.address + "\n", to: STDOUT_FILENO)
    waitForEndOfInput()
    made.remove()
  }

  private static let recipes: [String: @Sendable (Words) -> Made] = [
    "msg": messageQueue,
    "mqueue": posixQueue,
    "shm": segment,
    "posix-shm": sharedMemory,
    "sem": semaphoreSet,
    "posix-sem": namedSemaphore,
    "unix": unixSocket,
    "tcp": tcpSocket,
    "udp": udpSocket,
  ]

  private static func waitForEndOfInput() {
    var byte: UInt8 = 0
    while unsafe read(STDIN_FILENO, &byte, 1) > 0 {}
  }
}

/// Ends the program with the cause, and `errno` when a call failed.
func fail(_ message: String) -> Never {
  let reason = unsafe errno == 0 ? "" : ": \(String(cString: strerror(errno)))"
  write("IPCFixture: \(message)\(reason)\n", to: STDERR_FILENO)
  exit(1)
}

/// Writes at once, past the buffers of the C library, whose streams Swift cannot name safely.
private func write(_ text: String, to descriptor: Int32) {
  var text = text
  _ = text.withUTF8 { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
}
