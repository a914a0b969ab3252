import LinuxIPC
import Support

/// Sockets that a Python program has made and holds, each under a name of its own.
///
/// The script calls `keep(NAME=SOCKET)`, and `pause()` where a test is to look before it goes on.
final class ForeignSockets {
  private let program: RunningProgram
  private var inodes: [String: UInt32] = [:]

  init(_ script: String) throws {
    let beginning = """
      import ctypes, os, resource, struct, sys
      from socket import *
      kept = {}
      def keep(**sockets):
          for name, one in sockets.items():
              kept[name] = one
              print(name, os.fstat(one.fileno()).st_ino)
      def pause():
          print("ready", flush=True)
          sys.stdin.readline()
      os.chdir("/dev/shm")

      """
    program = try Program.python(beginning + script + "\npause()\n").start()
    try read()
  }

  var pid: Int32 { program.pid }

  func inode(_ name: String) throws -> UInt32 {
    guard let inode = inodes[name] else { throw SupportError("no socket \(name)") }
    return inode
  }

  /// Lets the script go on to its next pause.
  func goOn() throws {
    try program.write([0x0A])
    try read()
  }

  func end() throws {
    let output = try program.finish()
    guard output.status == 0 else { throw SupportError("python: \(output.errorText)") }
  }

  private func read() throws {
    while let line = try program.readLine() {
      if line == "ready" { return }
      let words = line.split(separator: " ")
      if words.count == 2 { inodes[String(words[0])] = UInt32(words[1]) }
    }
    throw SupportError("python: \(try program.finish().errorText)")
  }
}
