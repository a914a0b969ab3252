internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

/// A process in the background that holds an object, so that it lives on when who created it has gone.
///
/// It is a copy of ours (fork(2)) that has left our session and closed all but the object's descriptors and
/// a record of what it is (`HolderRecord`). Until it is confirmed it ends with us.
package struct BackgroundHolder: ~Copyable {
  private let confirmation: Descriptor

  private let subject: String

  /// Starts one, and waits until it is what it is to be: it holds the object and nothing else, and can be told
  /// from others and ended again.
  ///
  /// - Parameters:
  ///   - held: What it is to hold.
  ///   - seconds: After which it ends; 0 is never.
  ///   - subject: The object's address, for errors.
  /// - Throws: `unsupported` where nobody could end it again.
  package init<Name>(
    of held: Held<Name>, for seconds: UInt64, _ subject: String
  ) throws(IPCError) {
    let record = try GeneralFailures.attempt("memfd_create", subject) { () throws(Errno) in
      try HolderRecord(of: held.identity).file()
    }
    let ends = try GeneralFailures.attempt("fork", subject) { () throws(Errno) in
      try Self.start(held.descriptors, record.rawValue, held.file, seconds)
    }
    let confirmation = Descriptor(adopting: ends.confirmation)
    try Self.wait(for: Descriptor(adopting: ends.report), subject)
    try Self.checkEnd(of: record, held.identity, subject)
    self.confirmation = confirmation
    self.subject = subject
  }

  private static func start(
    _ descriptors: [Int32], _ record: Int32, _ file: NamedFile?, _ seconds: UInt64
  ) throws(Errno) -> (confirmation: Int32, report: Int32) {
    let path = (file?.path ?? []) + [0]
    var confirmation: Int32 = -1
    var report: Int32 = -1
    _ = try systemCall {
      unsafe descriptors.withUnsafeBufferPointer { descriptors in
        unsafe path.withUnsafeBytes { path in
          var keepsake = unsafe cipc_keepsake()
          unsafe keepsake.descriptors = descriptors.baseAddress
          unsafe keepsake.count = descriptors.count
          unsafe keepsake.record = record
          if let file {
            unsafe keepsake.path = path.bindMemory(to: CChar.self).baseAddress
            unsafe keepsake.device = file.status.device
            unsafe keepsake.inode = file.status.inode
          }
          unsafe keepsake.seconds = seconds
          return unsafe cipc_hold(&keepsake, &confirmation, &report)
        }
      }
    }
    return (confirmation, report)
  }

  /// Waits until it is set up.
  private static func wait(
    for report: consuming Descriptor, _ subject: String
  ) throws(IPCError) {
    let number = report.rawValue
    try GeneralFailures.wait(
      until: .never, "poll", subject, timedOut: .empty, detail: { nil }
    ) { cipc_wait_readable(number, $0 ? 1 : 0) }
    var error: Int32 = 0
    let size = MemoryLayout.size(ofValue: error)
    let count = try GeneralFailures.attempt("read", subject) { () throws(Errno) in
      try systemCall { unsafe read(number, &error, size) }
    }
    guard count == size else { throw killed(subject) }
    guard error != 0 else { return }
    let failure = Failure(errno: Errno(rawValue: error))
    throw IPCError(
      failure.kind == .limit ? .limit : .unsupported, subject: subject,
      errno: Errno(rawValue: error),
      reason: "no process can be set up that holds it: \(failure.reason)")
  }

  /// Sees that whoever learns of the object can remove it.
  private static func checkEnd(
    of record: borrowing Descriptor, _ object: ObjectIdentity, _ subject: String
  ) throws(IPCError) {
    let reason = "the process that would hold it could not be ended again"
    let pid = cipc_lock_owner(record.rawValue)
    let holder: OwnHolder?
    do throws(Errno) {
      holder = try OwnHolder.recognise(pid, of: object)
    } catch {
      let isScarce = error.scarcity != nil
      throw IPCError(
        isScarce ? .limit : .unsupported, subject: subject, errno: error,
        reason: isScarce
          ? "no process can be set up that holds it: \(Failure(errno: error).reason)"
          : "\(reason): it may not be looked into")
    }
    guard let holder else {
      throw IPCError(
        .unsupported, subject: subject, reason: "\(reason): /proc does not show which it is")
    }
    do throws(IPCError) {
      try holder.checkEnd(subject)
    } catch {
      throw IPCError(
        error.kind == .limit ? .limit : .unsupported, subject: subject,
        operation: error.operation, errno: error.errno,
        reason: "\(reason): \(error.reason)")
    }
  }

  private static func killed(_ subject: String) -> IPCError {
    IPCError(.gone, subject: subject, reason: "the process that was to hold it was killed")
  }

  /// From here on it lives without us.
  ///
  /// - Throws: `gone` when it was killed meanwhile.
  package consuming func confirm() throws(IPCError) {
    var byte: UInt8 = 1
    do throws(Errno) {
      _ = try systemCall { unsafe write(confirmation.rawValue, &byte, 1) }
    } catch .brokenPipe {
      throw Self.killed(subject)
    } catch {
      throw GeneralFailures.error("write", error, subject)
    }
  }
}

extension CreationRequest {
  /// In seconds: a day.
  package static let defaultTTL: UInt64 = 86400
}
