package import SystemPackage

extension POSIXSharedMemory: FailureTable {
  package static func failure(of operation: String, errno: Errno) -> Failure? {
    switch (operation, errno) {
    case ("linkat", .noSuchFileOrDirectory):
      Failure(.unsupported, "/proc is not mounted, through which the file is linked")
    case (_, .noSuchFileOrDirectory): Failure(.notFound, "no such shared memory object")
    case (_, .tooManySymbolicLinkLevels):
      Failure(.notFound, "a symbolic link, not shared memory; links are not followed")
    case ("open", .notSupported):
      Failure(.unsupported, "/proc is not mounted, through which the file is opened")
    case ("linkat", .fileExists): Failure(.exists, "an object of this name exists already")
    case (_, .fileNameTooLong): Failure(.usage, "the name is too long")
    case ("ftruncate", .fileTooLarge), ("ftruncate", .invalidArgument):
      Failure(.limit, "the size is above what the file system allows")
    case (_, .noSpace):
      Failure(.limit, "/dev/shm is full", hint: "remount it with a larger size= or nr_inodes=")
    case ("open", .permissionDenied):
      Failure(
        .denied, "permission denied",
        hint: "needs the permission bits of its file and of /dev/shm, or CAP_DAC_OVERRIDE")
    case ("unlinkat", .permissionDenied), ("unlinkat", .notPermitted),
      ("renameat2", .permissionDenied), ("renameat2", .notPermitted):
      Failure(.denied, "only its owner and CAP_FOWNER may remove it")
    case (_, .readOnlyFileSystem): Failure(.unsupported, "/dev/shm is mounted read-only")
    default: nil
    }
  }
}
