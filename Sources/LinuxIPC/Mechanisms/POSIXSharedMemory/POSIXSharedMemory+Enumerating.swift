internal import SystemPackage

extension POSIXSharedMemory: Enumerating {
  package static func enumerate(
    in context: Context, coverage: inout Coverage, _ visit: (Object) -> Void
  ) throws(IPCError) {
    let directory = try openDirectory(keyword)
    var hidden: UInt64 = 0
    do throws(Errno) {
      try DirectoryEntries.forEach(in: directory) { entry in
        if isSemaphore(entry) { return true }
        let name = Name(file: entry.bytes(0..<entry.count))
        do throws(Errno) {
          visit(Object(name: name, file: try FileStatus(ofLink: name.file, in: directory)))
        } catch .noSuchFileOrDirectory {
          // Unlinked since the directory was read.
        } catch {
          hidden += 1
        }
        return true
      }
    } catch {
      throw Self.error("getdents64", error, keyword)
    }
    if hidden > 0 { coverage.hide("files in /dev/shm", count: hidden, needs: "search permission") }
  }
}
