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
}
