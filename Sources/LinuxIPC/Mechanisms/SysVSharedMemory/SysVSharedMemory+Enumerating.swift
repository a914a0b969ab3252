internal import CLinuxIPC
internal import SystemPackage

extension SysVSharedMemory: Enumerating {
  /// /proc/sysvipc/shm alone: it tells all that shmctl does, and what is resident besides.
  package static func enumerate(
    in context: Context, coverage: inout Coverage, _ visit: (Object) -> Void
  ) throws(IPCError) {
    do throws(Errno) {
      try SystemVTable("shm").forEachRow(Object.columns) { row in
        visit(Object(row: row, in: context))
        return true
      }
    } catch {
      coverage.hide("sizes in memory of segments", count: nil, needs: "/proc")
      try sweep(in: context, visit)
    }
  }

  /// Every index up to the highest one in use, for where /proc is not mounted.
  private static func sweep(in context: Context, _ visit: (Object) -> Void) throws(IPCError) {
    let highest: Int32
    do throws(Errno) {
      var limits = cipc_segment_limits()
      highest = try systemCall { unsafe cipc_shm_limits(&limits) }
    } catch {
      throw Self.error("shmctl", error, keyword)
    }
    for index in 0...max(highest, 0) {
      if let segment = try? status(index) {
        visit(Object(segment, namespace: context.ipcNamespace))
      }
    }
  }

  static func status(_ id: Int32) throws(Errno) -> cipc_segment {
    var segment = cipc_segment()
    _ = try systemCall { unsafe cipc_shm_stat_any(id, &segment) }
    return segment
  }
}
