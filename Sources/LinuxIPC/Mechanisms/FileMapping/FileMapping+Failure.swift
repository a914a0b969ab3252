package import SystemPackage

extension FileMapping: FailureTable {
  package static func failure(of operation: String, errno: Errno) -> Failure? {
    switch (operation, errno) {
    case ("linkat", .noSuchFileOrDirectory):
      Failure(.unsupported, "/proc is not mounted, through which the file is linked")
    case ("linkat", .fileExists): Failure(.exists, "a file of this name exists already")
    case ("open", .notSupported):
      // Both the file that is made and the one that is opened anew.
      Failure(
        .unsupported, "the file system has no files without a name (O_TMPFILE), or /proc is missing"
      )
    case ("open", .resourceTemporarilyUnavailable):
      Failure(.empty, "a process that is not seen from here has a lease on it (F_SETLEASE)")
    case ("fsetxattr", .notSupported):
      Failure(.unsupported, "the file system has no user attributes (xattr(7))")
    case (_, .noSuchFileOrDirectory): Failure(.notFound, "no such file or directory")
    case (_, .noSpace): Failure(.limit, "the file system is full")
    case (_, .readOnlyFileSystem): Failure(.unsupported, "the file system is mounted read-only")
    default: sizeFailure(of: operation, errno: errno)
    }
  }
}
