import Support
import Testing

/// System V messages as python's `sysv_ipc` sends and receives them.
struct PythonQueue {
  let key: UInt32

  func send(_ bytes: [UInt8], type: Int = 1) throws {
    let script = """
      import sys, sysv_ipc
      queue = sysv_ipc.MessageQueue(int(sys.argv[1]), max_message_size=1 << 20)
      queue.send(sys.stdin.buffer.read(), type=int(sys.argv[2]), block=False)
      """
    try run(Program.python(script, signedKey, String(type)), input: bytes)
  }

  /// Several messages, given as Python's list of pairs of bytes and type.
  func send(all list: String) throws {
    let script = """
      import sys, sysv_ipc
      queue = sysv_ipc.MessageQueue(int(sys.argv[1]), max_message_size=1 << 20)
      for text, number in eval(sys.argv[2]): queue.send(text, type=number, block=False)
      """
    try run(Program.python(script, signedKey, list))
  }

  /// Takes the first message.
  func receive() throws -> (type: Int, bytes: [UInt8]) {
    let script = """
      import sys, sysv_ipc
      queue = sysv_ipc.MessageQueue(int(sys.argv[1]), max_message_size=1 << 20)
      text, number = queue.receive(block=False)
      sys.stdout.buffer.write(b"%d:" % number + text)
      """
    let output = try run(Program.python(script, signedKey))
    let colon = try #require(output.firstIndex(of: UInt8(ascii: ":")))
    return (
      try #require(Int(Array(output[..<colon]).text)), Array(output[output.index(after: colon)...])
    )
  }

  /// How many messages wait, as /proc says.
  func count() throws -> Int {
    let script = """
      import sys, sysv_ipc
      print(sysv_ipc.MessageQueue(int(sys.argv[1])).current_messages)
      """
    return try #require(Int(try run(Program.python(script, signedKey)).text.trimmed))
  }

  private var signedKey: String { String(Int32(bitPattern: key)) }
}
