internal import CLinuxIPC
internal import SystemPackage

extension SysVSharedMemory: Charging {
  private static let segments = "segments"
  private static let pages = "pages of all segments"

  package static func limits(in context: Context) throws(IPCError) -> [Limit] {
    let limits = try attempt(controlCall, keyword) { () throws(Errno) in try systemLimits() }
    let use = try attempt(controlCall, keyword) { () throws(Errno) in try systemUse() }
    return [
      Limit(segments, value: limits.segments_limit, used: use.segments, setting: "kernel.shmmni"),
      Limit(
        pages, value: limits.pages_limit, used: use.pages, setting: "kernel.shmall", unit: .pages),
      largest(limits, used: nil),
      HugePages.limit,
    ]
  }

  /// A segment counts whole, whatever is in memory of it (ipc/shm.c, newseg).
  package static func charges(
    of object: Object, heldBy holders: [Holder], in context: Context
  ) -> [Charge] {
    let uid = object.attributes.creatorUID
    let size = object.size.saturatingSum(context.pageSize - 1) / context.pageSize
    return [Charge(segments, uid), Charge(pages, uid, size)]
  }

  package static func limits(of object: Object, in context: Context) -> [Limit] {
    guard let limits = try? systemLimits() else { return [] }
    return [largest(limits, used: object.size)]
  }

  private static func largest(_ limits: cipc_segment_limits, used: UInt64?) -> Limit {
    Limit(
      "bytes in one segment", value: limits.segment_bytes_limit, used: used,
      setting: "kernel.shmmax", unit: .bytes, scope: .object)
  }

  /// The corresponding C function is `shmctl` with IPC_INFO.
  private static func systemLimits() throws(Errno) -> cipc_segment_limits {
    var limits = cipc_segment_limits()
    _ = try systemCall { unsafe cipc_shm_limits(&limits) }
    return limits
  }

  /// The corresponding C function is `shmctl` with SHM_INFO.
  private static func systemUse() throws(Errno) -> cipc_segment_use {
    var use = cipc_segment_use()
    _ = try systemCall { unsafe cipc_shm_use(&use) }
    return use
  }
}
