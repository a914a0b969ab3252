internal import CLinuxIPC
package import SystemPackage

extension SysVSharedMemory: SystemVMechanism {
  package static let noun = "segment"
  package static let getCall = "shmget"
  package static let controlCall = "shmctl"

  package static func find(key: Int32) throws(Errno) -> Int32 {
    try systemCall { cipc_shmget(key, 0, 0) }
  }

  /// shmctl says whether it is there, and its row in /proc/sysvipc/shm what is in memory of it.
  package static func describe(
    slotOf id: Int32, in context: Context
  ) throws(Errno) -> Object {
    let segment = try status(id)
    var listed: Object?
    try? SystemVTable("shm").forEachRow(Object.columns) { row in
      guard row[0] == UInt64(segment.id) else { return true }
      listed = Object(row: row, in: context)
      return false
    }
    return listed ?? Object(segment, namespace: context.ipcNamespace)
  }

  package static func destroy(id: Int32) throws(Errno) {
    _ = try systemCall { cipc_shm_remove(id) }
  }

  package static func remainder(of object: Object, in context: Context) -> String? {
    guard object.attached > 0 else { return nil }
    let before = object.isDestroyed ? "was removed before, " : ""
    return "\(before)stays while it is attached: \(object.attached)"
  }
}
