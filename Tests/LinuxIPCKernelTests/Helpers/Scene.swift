import Glibc
import LinuxIPC
import Support

/// A Python program that sets a scene in steps: `ready(…)` tells what was made and waits for the next
/// step, `fork(body)` gives a child that ends with it.
///
/// It ends when its owner forgets it or is killed, and by itself should a step hang; so do its children.
final class Scene {
  let program: RunningProgram
  /// What the last `ready` told.
  private(set) var words: [String] = []

  var pid: Int32 { program.pid }

  init(_ script: String, _ arguments: String...) throws {
    var python = Program.python(Self.prelude + script)
    python.arguments += arguments
    program = try python.start()
    try readWords()
  }

  /// The word at `place`, a number.
  func number(_ place: Int) throws -> UInt64 {
    guard place < words.count, let number = UInt64(words[place]) else {
      throw SupportError("word \(place) of \(words) is no number")
    }
    return number
  }

  func pid(_ place: Int) throws -> Int32 { Int32(try number(place)) }

  /// The word at `place`, what `file` gave for a path or descriptor.
  func file(_ place: Int) throws -> ObjectIdentity {
    guard place < words.count, let file = ObjectIdentity(file: words[place]) else {
      throw SupportError("word \(place) of \(words) is no file")
    }
    return file
  }

  /// Has it go on to its next `ready`.
  func next() throws {
    try goOn()
    try readWords()
  }

  /// Has it go on, and does not wait for it.
  func goOn() throws { try program.write([0x0A]) }

  func readWords() throws {
    guard let line = try program.readLine() else {
      let output = try program.finish()
      throw SupportError("the scene ended: \(output.errorText)")
    }
    words = line.split(separator: " ").map(String.init)
  }

  private static let prelude = """
    import array, ctypes, fcntl, mmap, os, resource, signal, socket, struct, subprocess, sys
    import termios, threading, time
    libc = ctypes.CDLL(None, use_errno=True)
    signal.alarm(240)
    def die_with_parent():
      libc.prctl(1, signal.SIGKILL)
    def fork(body):
      pid = os.fork()
      if pid == 0:
        die_with_parent()
        try:
          body()
        finally:
          os._exit(0)
      return pid
    def forever():
      while True: signal.pause()
    def step():
      if not os.read(0, 1): os._exit(0)
    def ready(*words):
      print(*words, flush=True)
      step()
    def unread(fd):
      count = array.array("i", [0])
      fcntl.ioctl(fd, termios.FIONREAD, count)
      return count[0]
    def file(fd):
      status = os.stat(fd)
      return f"{status.st_dev}:{status.st_ino}"
    def check(result):
      if result == -1: raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
      return result

    """
}

extension ObjectIdentity {
  /// `DEVICE:INODE`, as Python has them from stat(2).
  init?(file word: String) {
    let numbers = word.split(separator: ":").compactMap { UInt64($0) }
    guard numbers.count == 2 else { return nil }
    self.init(.file, device: numbers[0], inode: numbers[1])
  }
}

/// An empty directory for the files of one test, in its sandbox alone: it goes with it.
enum Scratch {
  static let path = "/mnt"

  static func make(at path: String = Scratch.path) throws {
    guard unsafe mount("tmpfs", path, "tmpfs", 0, "mode=1777") == 0 else {
      throw SupportError("cannot mount a tmpfs at \(path): \(errno)")
    }
  }
}
