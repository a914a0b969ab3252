internal import SystemPackage

extension POSIXMessageQueue: Enumerating {
  package static var scope: Namespace.Kind? { .ipc }

  package static func enumerate(
    in context: Context, coverage: inout Coverage, _ visit: (Object) -> Void
  ) throws(IPCError) {
    let root = try Root.open(keyword)
    let names = try attempt("getdents64", keyword) { () throws(Errno) in try root.names() }
    for name in names {
      do throws(Errno) {
        let file = try FileStatus(ofLink: name.file, in: root.directory)
        visit(Object(name: name, file: file, namespace: context.ipcNamespace))
      } catch .noSuchFileOrDirectory {
        // Unlinked since the directory was read.
      } catch {
        coverage.hide("POSIX message queues", needs: Capabilities.search)
      }
    }
  }
}
