internal import CLinuxIPC
package import SystemPackage

extension SysVSemaphore: SystemVMechanism {
  package static let noun = "semaphore set"
  package static let getCall = "semget"
  package static let controlCall = "semctl"

  package static func find(key: Int32) throws(Errno) -> Int32 {
    try systemCall { cipc_semget(key, 0, 0) }
  }

  /// The corresponding C function is `semctl` with SEM_STAT_ANY.
  package static func describe(
    slotOf id: Int32, in context: Context
  ) throws(Errno) -> Object {
    var set = cipc_semaphore_set()
    _ = try systemCall { unsafe cipc_sem_stat_any(id, &set) }
    return Object(set, namespace: context.ipcNamespace)
  }

  package static func destroy(id: Int32) throws(Errno) {
    _ = try systemCall { cipc_sem_remove(id) }
  }

  package static func limits(of object: Object, in context: Context) -> [Limit] {
    guard let limits = try? usage().limits else { return [] }
    return [
      Limit(
        "semaphores in one set", value: limits.set_members_limit, used: object.count,
        setting: "kernel.sem (SEMMSL)"),
      Limit(
        "value of a semaphore", value: limits.value_limit,
        used: object.values?.max().map { UInt64($0) }, setting: "fixed (SEMVMX)"),
      Limit(
        "operations in one semop", value: limits.operations_limit, used: nil,
        setting: "kernel.sem (SEMOPM)"),
    ]
  }
}

extension SysVSemaphore: Limited {
  package static func limits(in context: Context) throws(IPCError) -> [Limit] {
    let limits = try attempt(controlCall, keyword) { () throws(Errno) in try usage().limits }
    return [
      Limit("sets", value: limits.sets_limit, used: limits.sets, setting: "kernel.sem (SEMMNI)"),
      Limit(
        "semaphores", value: limits.semaphores_limit, used: limits.semaphores,
        setting: "kernel.sem (SEMMNS)"),
    ]
  }
}
