internal import CLinuxIPC
package import SystemPackage

extension SysVSemaphore: SystemVListing {
  package static let tableName = "sem"
  package static var listedColumns: [StaticString] { Object.columns }

  package static func listed(_ row: [UInt64], in context: Context) -> Object {
    Object(row: row, namespace: context.ipcNamespace)
  }

  package static func slots() throws(Errno) -> (highest: Int32, taken: UInt64) {
    let (limits, highest) = try usage()
    return (highest, limits.sets)
  }

  /// The corresponding C function is `semctl` with SEM_INFO.
  static func usage() throws(Errno) -> (limits: cipc_semaphore_limits, highest: Int32) {
    var limits = cipc_semaphore_limits()
    let highest = try systemCall { unsafe cipc_sem_limits(&limits) }
    return (limits, highest)
  }
}
