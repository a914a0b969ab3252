import Support
import Testing

/// A socket at an address as ipctool writes it, used by python's `socket`, which knows nothing of ours.
struct PythonSocket {
  let address: String
  /// `STREAM`, `DGRAM` or `SEQPACKET`.
  var type = "DGRAM"

  /// Sends messages, given as a list in Python, from one socket.
  func send(_ list: String, input: [UInt8] = []) throws {
    let script = """
      s = make(); s.connect(place)
      data = sys.stdin.buffer.read()
      for message in eval(sys.argv[3]): s.send(message)
      """
    try run(Program.python(Self.beginning + script, address, type, list), input: input)
  }

  /// Binds, and gives what comes first when its input ends; of a connection all that comes first.
  func receiver() throws -> RunningProgram {
    let script = """
      s = make(); s.bind(place)
      if kind != SOCK_DGRAM: s.listen()
      print("ready", flush=True)
      sys.stdin.read()
      if kind != SOCK_DGRAM: s = s.accept()[0]
      sys.stdout.buffer.write(s.recv(1 << 20))
      """
    let running = try Program.python(Self.beginning + script, address, type).start()
    try #require(try running.readLine() == "ready")
    return running
  }

  private static let beginning = """
    import os, sys
    from socket import *
    family, name = sys.argv[1].split(":", 1)
    kind = globals()["SOCK_" + sys.argv[2]]
    if family == "unix": place = "\\0" + name[1:] if name[0] == "@" else name
    else: place = (name.rsplit(":", 1)[0], int(name.rsplit(":", 1)[1]))
    def make():
        internet = AF_INET6 if name.count(":") > 1 else AF_INET
        return socket(AF_UNIX if family == "unix" else internet, kind)

    """
}
