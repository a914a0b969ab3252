internal import Glibc
internal import Synchronization

/// The names of users, each looked up once: a lookup may ask a directory server.
final class UserNames: Sendable {
  private let known = Mutex<[UInt32: [UInt8]]>([:])

  /// The name of `uid`, or the number when nobody has it.
  func name(_ uid: UInt32) -> [UInt8] {
    known.withLock { known in
      if let name = known[uid] { return name }
      let name = Array((Self.lookUp(uid) ?? String(uid)).utf8)
      known[uid] = name
      return name
    }
  }

  /// The corresponding C function is `getpwuid_r`.
  private static func lookUp(_ uid: UInt32) -> String? {
    var size = 1024
    while size <= 1 << 20 {
      var entry = unsafe passwd()
      var found: UnsafeMutablePointer<passwd>?
      var buffer = [CChar](repeating: 0, count: size)
      let code = unsafe getpwuid_r(uid, &entry, &buffer, size, &found)
      if code == 0 {
        guard unsafe found != nil, let name = unsafe entry.pw_name else { return nil }
        return unsafe String(cString: name)
      }
      guard code == ERANGE else { return nil }
      size *= 4
    }
    return nil
  }

  /// The number of the user whom `text` names, or is the number of; nil for nobody.
  ///
  /// The corresponding C function is `getpwnam_r`.
  static func uid(of text: String) -> UInt32? {
    var size = 1024
    while size <= 1 << 20 {
      var entry = unsafe passwd()
      var found: UnsafeMutablePointer<passwd>?
      var buffer = [CChar](repeating: 0, count: size)
      let code = unsafe getpwnam_r(text, &entry, &buffer, size, &found)
      guard code == ERANGE else {
        // A name may look like a number, and goes first, as in chown(1).
        return unsafe found.map { unsafe $0.pointee.pw_uid }
          ?? (text.first == "+" ? nil : UInt32(text))
      }
      size *= 4
    }
    return nil
  }
}
