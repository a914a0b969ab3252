internal import SystemPackage

extension DevShmMechanism {
  package static var scope: Namespace.Kind? { .mount }

  package static func enumerate(
    in context: Context, coverage: inout Coverage, _ visit: (Object) -> Void
  ) throws(IPCError) {
    let directory = try openDirectory(keyword, in: context)
    var names = try attempt("getdents64", keyword) { () throws(Errno) in
      try Self.names(in: directory)
    }
    // A tmpfs gives the newest first; by name, two listings of the same objects are the same.
    names.sort { $0.file.lexicographicallyPrecedes($1.file) }
    for name in names {
      do throws(Errno) {
        visit(Object(name: name, file: try FileStatus(ofEntry: name.file, in: directory)))
      } catch .noSuchFileOrDirectory {
        // Unlinked since the directory was read.
      } catch {
        coverage.hide("files in /dev/shm", needs: Capabilities.search)
      }
    }
  }
}
