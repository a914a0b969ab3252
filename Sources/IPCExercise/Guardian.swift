internal import CLinuxIPC
internal import Glibc
internal import LinuxIPC
internal import SystemPackage

/// A process that removes an object when this one ends, however it ends: in a session of its own, so that
/// what kills us and our children misses it.
///
/// It is told of an object before there is one: of its name where that can be chosen, and else by `create`,
/// which writes the address and only then lets the object stay.
struct Guardian: ~Copyable {
  private let process: Int32
  /// Where addresses are written to, a line each.
  let announcements: Int32
  /// Where lines come back from that it has read.
  private let echo: Int32

  /// Starts one, which then also removes the file of the object.
  init(of file: PrivateFile?) throws(IPCError) {
    let told = try Channel.open()
    let reading = Descriptor(adopting: told.read)
    let writing = Descriptor(adopting: told.write)
    let returned = try Channel.open()
    let returning = Descriptor(adopting: returned.read)
    let answering = Descriptor(adopting: returned.write)
    process = try GeneralFailures.attempt("fork", "ipctool") { () throws(Errno) in
      try Self.start(reading, answering, file)
    }
    announcements = writing.release()
    echo = returning.release()
  }

  private static func start(
    _ reading: borrowing Descriptor, _ answering: borrowing Descriptor, _ file: PrivateFile?
  ) throws(Errno) -> Int32 {
    let (told, answers) = (reading.rawValue, answering.rawValue)
    guard let file else {
      var nothing = unsafe cipc_guarded()
      return try systemCall { unsafe cipc_guard(told, answers, &nothing) }
    }
    return try systemCall {
      unsafe file.path.withCString { path in
        unsafe file.directory.withCString { directory in
          var guarded = unsafe cipc_guarded(file: path, directory: directory)
          return unsafe cipc_guard(told, answers, &guarded)
        }
      }
    }
  }

  /// Tells it of an object.
  func announce(_ address: String) throws(IPCError) {
    try write(address + "\n")
  }

  /// What it was told, by whomever.
  ///
  /// - Throws: When it does not answer in time.
  func announced(within seconds: Double) throws(IPCError) -> [String] {
    // An empty line marks the end: no address is one.
    try write("\n")
    let inlet = Inlet(adopting: dup(echo))
    let number = echo
    while !inlet.bytes.reversed().starts(with: Array("\n\n".utf8)), inlet.bytes != Array("\n".utf8)
    {
      do throws(WaitFailure) {
        _ = try Waiting.call(until: .after(seconds: seconds)) {
          cipc_wait_readable(number, $0 ? 1 : 0)
        }
      } catch {
        throw IPCError(.system, subject: "ipctool", reason: "the guardian does not answer")
      }
      inlet.read()
      if inlet.isAtEnd {
        throw IPCError(.system, subject: "ipctool", reason: "the guardian has gone")
      }
    }
    return String(decoding: inlet.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// There is no object any more: nothing else may be said after that.
  func dismiss() {
    try? write("\0")
  }

  private func write(_ text: String) throws(IPCError) {
    let bytes = Array(text.utf8)
    _ = try GeneralFailures.attempt("write", "ipctool") { () throws(Errno) in
      try systemCall { unsafe Glibc.write(announcements, bytes, bytes.count) }
    }
  }

  /// Waits until it has removed what is left.
  deinit {
    close(announcements)
    close(echo)
    _ = cipc_wait_for_child(process)
  }
}
