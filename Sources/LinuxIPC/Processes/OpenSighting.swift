internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

/// A thread that sits in open(2), and the file that it opens.
package struct OpenSighting: Sendable {
  package typealias Identify = @Sendable (_ file: FileStatus) -> ObjectIdentity?

  package let thread: Int32
  package let file: FileStatus
  /// Its path, as seen from our root directory.
  package let path: [UInt8]
  package let access: Holder.Access
}

extension OpenSighting {
  /// What a look at a thread came to.
  enum Look {
    case opening(OpenSighting)
    /// It sits in open(2) of a FIFO that cannot be told.
    case unknown
    case nothing
  }

  /// Looks at a thread.
  ///
  /// The call and its arguments come from /proc/PID/task/TID/syscall, the path from the process's memory; it
  /// is resolved where the process stands, from what the kernel has cached: whatever else a thread may wait
  /// for in open(2), such as the server of a file system, we must not.
  ///
  /// - Throws: `permissionDenied` without the right to trace it (KERNEL-NOTES section 6.1).
  static func look(_ process: borrowing ProcessDirectory, _ thread: Int32) throws(Errno) -> Look {
    guard let call = try OpenCall(process, thread) else { return .nothing }
    let access = call.access(thread)
    guard let path = call.path(thread),
      let handle = try? Self.handle(process, thread, call, path),
      let file = try? handle.knownStatus(),
      // What was read belongs to one call only if the thread still sits in it.
      try OpenCall(process, thread) == call
    else { return waitsForFIFO(process, thread) ? .unknown : .nothing }
    return .opening(
      OpenSighting(
        thread: thread, file: file, path: (try? handle.path()) ?? path, access: access))
  }

  /// The file that a thread opens, if it sits in open(2) and that can be told.
  package static func opening(
    _ process: borrowing ProcessDirectory, _ thread: Int32
  ) -> OpenSighting? {
    let look = LentCapabilities.raising(Capability.sight) { () -> Look? in
      try? Self.look(process, thread)
    }
    guard case .opening(let seen) = look else { return nil }
    return seen
  }

  /// Whether a thread sits in open(2) of a FIFO, as the kernel function tells where it sleeps: a hint, as
  /// kernels differ, which serves for what cannot be told otherwise.
  private static func waitsForFIFO(_ process: borrowing ProcessDirectory, _ thread: Int32) -> Bool {
    let place = try? WholeFile.read([UInt8](path: "task/\(thread)/wchan"), in: process.descriptor)
    return place?.elementsEqual("wait_for_partner".utf8) ?? false
  }

  private static func handle(
    _ process: borrowing ProcessDirectory, _ thread: Int32, _ call: OpenCall, _ path: [UInt8]
  ) throws(Errno) -> Descriptor {
    try PathWalk.open(path, seenBy: process, thread, from: call.directory)
  }
}

/// A call of the open(2) family that a thread sits in.
struct OpenCall: Equatable {
  /// All that the kernel says of it: the number, six arguments, stack pointer and program counter.
  private let text: [UInt8]
  private let number: Int64
  private let arguments: [UInt64]

  /// nil for a thread that is in no such call.
  init?(_ process: borrowing ProcessDirectory, _ thread: Int32) throws(Errno) {
    // The shorter way to the leader's: each step of a path in /proc costs.
    let path = thread == process.pid ? "syscall" : "task/\(thread)/syscall"
    let text = try WholeFile.readShort([UInt8](path: path), in: process.descriptor)
    self.init(text)
  }

  init?(_ text: [UInt8]) {
    let span = text.span
    var scanner = ByteScanner()
    guard let number = scanner.decimal(in: span, as: Int64.self), Self.isOfFamily(number) else {
      return nil
    }
    var arguments: [UInt64] = []
    for _ in 0..<6 {
      scanner.skipBlanks(in: span)
      guard scanner.skip(UInt8(ascii: "0"), in: span), scanner.skip(UInt8(ascii: "x"), in: span),
        let value = scanner.number(in: span, radix: 16)
      else { return nil }
      arguments.append(value)
    }
    self.text = text
    self.number = number
    self.arguments = arguments
  }

  /// A call that this machine does not have is -1, as is whoever sits in none.
  private static func isOfFamily(_ number: Int64) -> Bool {
    number >= 0
      && (number == cipc_sys_open || number == cipc_sys_creat || number == cipc_sys_openat
        || number == cipc_sys_openat2)
  }

  private var isRelative: Bool { number == cipc_sys_openat || number == cipc_sys_openat2 }

  /// The descriptor that a relative path starts at: the low half of the register.
  var directory: Int32 {
    isRelative ? Int32(truncatingIfNeeded: arguments[0]) : AT_FDCWD
  }

  /// The path, from the memory of the thread.
  func path(_ thread: Int32) -> [UInt8]? {
    let bytes = Self.memory(of: thread, at: arguments[isRelative ? 1 : 0], size: Int(PATH_MAX))
    guard let end = bytes.firstIndex(of: 0), end > 0 else { return nil }
    return Array(bytes[..<end])
  }

  /// How the file will be open.
  func access(_ thread: Int32) -> Holder.Access {
    if number == cipc_sys_creat { return .write }
    var flags = arguments[isRelative ? 2 : 1]
    if number == cipc_sys_openat2 {
      // struct open_how, openat2(2), begins with them.
      let bytes = Self.memory(of: thread, at: flags, size: 8)
      flags = bytes.enumerated().reduce(0) { $0 | UInt64($1.element) << (8 * UInt64($1.offset)) }
    }
    switch Int32(truncatingIfNeeded: flags) & O_ACCMODE {
    case O_RDONLY: return .read
    case O_WRONLY: return .write
    default: return .readWrite
    }
  }

  /// What there is of `size` bytes at `address`.
  private static func memory(of thread: Int32, at address: UInt64, size: Int) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      let read = unsafe cipc_read_memory(thread, address, buffer.baseAddress, size)
      count = max(Int(read), 0)
    }
  }
}
