internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

extension FailureTable {
  /// Unlinks `name`, if it is the file that is meant.
  ///
  /// The kernel unlinks by name only, and a name may be given to another file at any moment. So the file is
  /// first renamed to one that nobody else knows, looked at there, and then unlinked or given back.
  ///
  /// The corresponding C functions are `renameat2` with RENAME_NOREPLACE and `unlinkat`.
  ///
  /// - Parameters:
  ///   - file: The one that is meant.
  ///   - prefix: What its other name, in the same directory, begins with.
  ///   - subject: What it is called in errors.
  ///   - confirm: Looks at it under its other name, and throws what speaks against removing it: what speaks against
  ///     it before is not to come here, as for that nobody's file is renamed.
  /// - Throws: `gone` when the name belongs to another file by now.
  static func unlink(
    _ name: [UInt8], in directory: borrowing Descriptor, onlyIf file: FileStatus,
    asidePrefix prefix: String, _ subject: String,
    confirm: (borrowing Descriptor, [UInt8]) throws(IPCError) -> Void = { _, _ in }
  ) throws(IPCError) {
    let current = try attempt("lstat", subject) { () throws(Errno) in
      try FileStatus(ofLink: name, in: directory)
    }
    guard current.isSameFile(as: file) else { throw swapped(subject) }
    let aside = try self.aside(name, prefix, subject)
    try HeldSignals.during { () throws(IPCError) in
      try rename(name, to: aside, in: directory, subject)
      do throws(IPCError) {
        guard let moved = try? FileStatus(ofLink: aside, in: directory), moved.isSameFile(as: file)
        else { throw swapped(subject) }
        try confirm(directory, aside)
        _ = try attempt("unlinkat", subject) { () throws(Errno) in
          try unsafe aside.withCPath { (path) throws(Errno) in
            try systemCall { unsafe unlinkat(directory.rawValue, path, 0) }
          }
        }
      } catch {
        try giveBack(aside, name, in: directory, subject)
        throw error
      }
    }
  }

  private static func giveBack(
    _ aside: [UInt8], _ name: [UInt8], in directory: borrowing Descriptor, _ subject: String
  ) throws(IPCError) {
    do throws(IPCError) {
      try rename(aside, to: name, in: directory, subject)
    } catch  where error.errno != .noSuchFileOrDirectory {
      throw IPCError(
        .system, subject: subject, operation: "renameat2",
        reason: "the name was given away twice meanwhile; one of its files is called"
          + " \(String(decoding: aside, as: UTF8.self)) now")
    } catch {
      // Somebody else has removed it.
    }
  }

  /// The other name of a file that is about to be unlinked. Who is killed (SIGKILL) in that moment leaves it, so it
  /// tells what it was; cut, so that it also fits the address of a socket (unix(7)) behind
  /// `/proc/thread-self/fd/N/`.
  private static func aside(
    _ name: [UInt8], _ prefix: String, _ subject: String
  ) throws(IPCError) -> [UInt8] {
    var kept = name.prefix(40)
    let isContinuation = { (byte: UInt8) in byte & 0xC0 == 0x80 }
    // No half of a character, which a file system may refuse.
    while !kept.isEmpty, kept.count < name.count, isContinuation(name[kept.count]) {
      kept.removeLast()
    }
    return [UInt8](path: prefix) + kept + (try randomBytes(".ipctool-rm-", subject))
  }

  /// Whether `unlink` would be refused: who may write to the directory may unlink, but in a sticky one only what
  /// is his (unlink(2)).
  static func checkUnlinking(
    of file: FileStatus, in directory: borrowing Descriptor, _ subject: String, in context: Context
  ) throws(IPCError) {
    _ = try attempt("unlinkat", subject) { () throws(Errno) in
      try systemCall { unsafe faccessat(directory.rawValue, ".", W_OK | X_OK, AT_EACCESS) }
    }
    let parent = try attempt("fstat", subject) { () throws(Errno) in try directory.status() }
    let isSticky = parent.mode & 0o1000 != 0
    let isOurs = [file.uid, parent.uid].contains(context.effectiveUID)
    let isPrivileged = Capabilities.current().has(.fileOwner, overFilesOf: file.uid)
    guard !isSticky || isOurs || isPrivileged else {
      throw error("unlinkat", .notPermitted, subject)
    }
  }

  /// A name that nobody else knows, to follow `prefix`.
  static func randomName(_ prefix: String, _ subject: String) throws(IPCError) -> [UInt8] {
    try randomBytes("\(prefix)ipctool-", subject)
  }

  private static func randomBytes(_ prefix: String, _ subject: String) throws(IPCError) -> [UInt8] {
    var number: UInt64 = 0
    _ = try attempt("getrandom", subject) { () throws(Errno) in
      try systemCall {
        unsafe withUnsafeMutableBytes(of: &number) { unsafe cipc_random($0.baseAddress, $0.count) }
      }
    }
    return [UInt8](path: "\(prefix)\(String(number, radix: 36))")
  }

  static func swapped(_ subject: String) -> IPCError {
    IPCError(.gone, subject: subject, reason: "the name belongs to another file by now")
  }

  private static func rename(
    _ name: [UInt8], to other: [UInt8], in directory: borrowing Descriptor, _ subject: String
  ) throws(IPCError) {
    let directory = directory.rawValue
    _ = try attempt("renameat2", subject) { () throws(Errno) in
      try unsafe name.withCPath { (from) throws(Errno) in
        try unsafe other.withCPath { (to) throws(Errno) in
          try systemCall { unsafe cipc_rename_noreplace(directory, from, to) }
        }
      }
    }
  }
}
