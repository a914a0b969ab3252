package import SystemPackage

/// Who uses an object has its file open or mapped.
package protocol Openable: Forgettable, Sighted {
  static func file(of object: Object) -> FileStatus

  /// Opens the object to read, whatever has its name by now.
  static func openToAsk(_ object: Object, in context: Context) throws(Errno) -> Descriptor

  /// Whether the kernel itself may have one open, as it has a file that a loop device stands for: then no process
  /// shows it.
  static var mayServeKernel: Bool { get }
}

extension Openable {
  /// Whether anybody has the object open or mapped, in whatever namespace, as the kernel itself counts it; nil where
  /// it may not be asked. Who opens the object in that moment waits for it to pass.
  package static func isHeld(_ object: Object, in context: Context) -> Bool? {
    do throws(Errno) {
      _ = try sole(object, in: context)
      return false
    } catch {
      return error == .resourceTemporarilyUnavailable ? true : nil
    }
  }

  /// Its file, alone.
  ///
  /// - Throws: `resourceTemporarilyUnavailable` while somebody has it open, `noSuchFileOrDirectory` when its name is
  ///   gone or another's; anything else where that cannot be asked.
  static func sole(_ object: Object, in context: Context) throws(Errno) -> SoleFile {
    // To open what somebody else has a lease on would make him give it back.
    do throws(IPCError) {
      try FileLease.check(file(of: object), "")
    } catch {
      throw .resourceTemporarilyUnavailable
    }
    let opened = try openToAsk(object, in: context)
    guard try opened.status().isSameFile(as: file(of: object)) else { throw .noSuchFileOrDirectory }
    return try SoleFile(opened)
  }

  /// The object's file alone, before it is removed; nil where nobody may ask: then every process was looked into
  /// right before.
  ///
  /// - Throws: `resourceTemporarilyUnavailable` while somebody has it open, `noSuchFileOrDirectory` when it has gone.
  static func soleIfTold(
    _ object: Object, in context: Context
  ) throws(Errno) -> SoleFile? {
    do throws(Errno) {
      return try sole(object, in: context)
    } catch {
      guard error.isDenial || error == .invalidArgument || error == .notSupported else {
        throw error
      }
      return nil
    }
  }
}

extension FileStatus {
  /// When it was last made, read, written or changed.
  var lastTime: Int64 { max(accessTime, modifyTime, changeTime) }
}
