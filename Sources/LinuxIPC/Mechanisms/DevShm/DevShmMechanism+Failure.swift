internal import SystemPackage

extension DevShmMechanism {
  /// The meaning of `errno` after the calls that concern the directory and its files: the part of the
  /// table that both kinds share.
  static func fileFailure(of operation: String, errno: Errno) -> Failure? {
    switch (operation, errno) {
    case ("linkat", .noSuchFileOrDirectory):
      Failure(.unsupported, "/proc is not mounted, through which the file is linked")
    case (_, .noSuchFileOrDirectory): Failure(.notFound, "no such \(noun)")
    case (_, .tooManySymbolicLinkLevels):
      Failure(.notFound, "a symbolic link, not \(indefiniteNoun); links are not followed")
    case ("open", .notSupported):
      Failure(
        .unsupported, "/proc is not mounted, through which the file is opened", hint: "needs /proc")
    case ("linkat", .fileExists): Failure(.exists, "an object of this name exists already")
    case (_, .fileNameTooLong): Failure(.usage, "the name is too long")
    case (_, .noSpace):
      Failure(.limit, "/dev/shm is full", hint: "remount it with a larger size= or nr_inodes=")
    case ("open", .permissionDenied):
      Failure(
        .denied, "permission denied", hint: Capabilities.needs(openingRights, or: .dacOverride))
    case ("unlinkat", .permissionDenied), ("unlinkat", .notPermitted),
      ("renameat2", .permissionDenied), ("renameat2", .notPermitted):
      Failure(
        .denied, "only its owner may remove it", hint: Capabilities.needs(or: .fileOwner))
    case (_, .readOnlyFileSystem): Failure(.unsupported, "/dev/shm is mounted read-only")
    default: nil
    }
  }

  /// What opens one without a capability.
  static var openingRights: String { "the permission bits of its file and of /dev/shm," }
}
