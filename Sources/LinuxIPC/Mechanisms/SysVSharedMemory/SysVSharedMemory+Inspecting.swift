internal import CLinuxIPC
internal import SystemPackage

extension SysVSharedMemory: Inspecting {
  package static func inspect(
    _ name: SystemVName, in context: Context
  ) throws(IPCError) -> Object {
    let subject = address(name)
    let id = try id(of: name)
    let segment = try attempt("shmctl", subject) { () throws(Errno) in
      try status(id)
    }
    guard segment.id == id else {
      throw IPCError(
        .gone, subject: subject, operation: "shmctl", errno: .invalidArgument,
        reason: "no such segment; its slot holds shm:\(segment.id) now")
    }
    return listed(id, in: context) ?? Object(segment, namespace: context.ipcNamespace)
  }

  /// Its row in /proc/sysvipc/shm, which alone tells what is in memory.
  private static func listed(_ id: Int32, in context: Context) -> Object? {
    var found: Object?
    try? SystemVTable("shm").forEachRow(Object.columns) { row in
      guard row[0] == UInt64(id) else { return true }
      found = Object(row: row, in: context)
      return false
    }
    return found
  }

  /// The id that `name` stands for at this moment.
  ///
  /// `shmget(key, 0, 0)` asks for no permission, so it resolves also what may not be read.
  static func id(of name: SystemVName) throws(IPCError) -> Int32 {
    switch name {
    case .id(let id): return id
    case .key(let key):
      return try attempt("shmget", address(name)) { () throws(Errno) in
        try systemCall { cipc_shmget(key, 0, 0) }
      }
    }
  }

  package static func limits(of object: Object, in context: Context) -> [Limit] {
    guard let limits = try? systemLimits() else { return [] }
    return [
      Limit(
        "bytes in one segment", value: limits.segment_bytes_limit, used: object.size,
        setting: "kernel.shmmax", isBytes: true)
    ]
  }
}

extension SysVSharedMemory: Limited {
  package static func limits(in context: Context) throws(IPCError) -> [Limit] {
    let limits: cipc_segment_limits
    var use = cipc_segment_use()
    do throws(Errno) {
      limits = try systemLimits()
      _ = try systemCall { unsafe cipc_shm_use(&use) }
    } catch {
      throw Self.error("shmctl", error, keyword)
    }
    return [
      Limit("segments", value: limits.segments_limit, used: use.segments, setting: "kernel.shmmni"),
      Limit(
        "bytes in all segments",
        value: limits.pages_limit.saturatingProduct(context.pageSize),
        used: use.pages.saturatingProduct(context.pageSize), setting: "kernel.shmall",
        isBytes: true),
    ]
  }

  private static func systemLimits() throws(Errno) -> cipc_segment_limits {
    var limits = cipc_segment_limits()
    _ = try systemCall { unsafe cipc_shm_limits(&limits) }
    return limits
  }
}
