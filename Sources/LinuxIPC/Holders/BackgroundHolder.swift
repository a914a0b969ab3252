internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

/// A process in the background that holds an object, so that it lives on when who created it has gone.
///
/// It is a copy of ours (fork(2)) that has left our session and closed all but the object's descriptors and
/// a record of what it is (`HolderRecord`). Until it is confirmed it ends with us.
package struct BackgroundHolder: ~Copyable {
  private let confirmation: Descriptor

  /// Starts one.
  ///
  /// - Parameters:
  ///   - held: What it is to hold.
  ///   - seconds: After which it ends; 0 is never.
  ///   - subject: The object's address, for errors.
  package init<Name>(
    of held: Held<Name>, for seconds: UInt64, _ subject: String
  ) throws(IPCError) {
    let record = try GeneralFailures.attempt("memfd_create", subject) { () throws(Errno) in
      try HolderRecord(of: held.identity).file()
    }
    let descriptors = held.descriptors + [record.rawValue]
    confirmation = try GeneralFailures.attempt("fork", subject) { () throws(Errno) in
      Descriptor(adopting: try Self.start(descriptors, held.file, seconds))
    }
  }

  private static func start(
    _ descriptors: [Int32], _ file: NamedFile?, _ seconds: UInt64
  ) throws(Errno) -> Int32 {
    let path = (file?.path ?? []) + [0]
    return try systemCall {
      unsafe descriptors.withUnsafeBufferPointer { descriptors in
        unsafe path.withUnsafeBytes { path in
          var keepsake = unsafe cipc_keepsake()
          unsafe keepsake.descriptors = descriptors.baseAddress
          unsafe keepsake.count = descriptors.count
          if let file {
            unsafe keepsake.path = path.bindMemory(to: CChar.self).baseAddress
            unsafe keepsake.device = file.status.device
            unsafe keepsake.inode = file.status.inode
          }
          unsafe keepsake.seconds = seconds
          var confirmation: Int32 = -1
          return unsafe cipc_hold(&keepsake, &confirmation) == 0 ? confirmation : -1
        }
      }
    }
  }

  /// From here on it lives without us.
  package consuming func confirm() {
    var byte: UInt8 = 1
    // Nobody reads only when it was killed meanwhile.
    _ = unsafe write(confirmation.rawValue, &byte, 1)
  }
}

extension CreationRequest {
  /// In seconds: a day.
  package static let defaultTTL: UInt64 = 86400
}
