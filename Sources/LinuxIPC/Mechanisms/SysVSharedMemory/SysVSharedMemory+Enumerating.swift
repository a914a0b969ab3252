internal import CLinuxIPC
internal import SystemPackage

extension SysVSharedMemory: Enumerating {
  /// /proc/sysvipc/shm alone: it tells all that shmctl does, and what is resident besides.
  package static func enumerate(
    in context: Context, coverage: inout Coverage, _ visit: (Object) -> Void
  ) throws(IPCError) {
    var refusal: Errno?
    guard let table = table(&refusal) else {
      coverage.hide(
        "sizes in memory of segments", count: nil,
        needs: refusal?.scarcity ?? ProcessDirectory.otherNeeds)
      return try sweep(in: context, &coverage, visit)
    }
    try attempt("read", keyword) { () throws(Errno) in
      try table.forEachRow(Object.columns) { row in
        visit(Object(row: row, in: context))
        return true
      }
    }
  }

  private static func table(_ refusal: inout Errno?) -> SystemVTable? {
    do throws(Errno) {
      return try SystemVTable("shm")
    } catch {
      refusal = error
      return nil
    }
  }

  /// Every index up to the highest one in use, for where /proc does not list them.
  private static func sweep(
    in context: Context, _ coverage: inout Coverage, _ visit: (Object) -> Void
  ) throws(IPCError) {
    let highest = try attempt(controlCall, keyword) { () throws(Errno) in
      var limits = cipc_segment_limits()
      return try systemCall { unsafe cipc_shm_limits(&limits) }
    }
    let (_, refusals) = visitSlots(upTo: highest, visit) { (index) throws(Errno) in
      Object(try status(index), namespace: context.ipcNamespace)
    }
    hide(refusals, &coverage)
  }

  /// The corresponding C function is `shmctl` with SHM_STAT_ANY.
  static func status(_ id: Int32) throws(Errno) -> cipc_segment {
    var segment = cipc_segment()
    _ = try systemCall { unsafe cipc_shm_stat_any(id, &segment) }
    return segment
  }
}
