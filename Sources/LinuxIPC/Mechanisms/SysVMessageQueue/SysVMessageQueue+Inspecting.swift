internal import CLinuxIPC
package import SystemPackage

extension SysVMessageQueue: SystemVMechanism {
  package static let noun = "queue"
  package static let getCall = "msgget"
  package static let controlCall = "msgctl"

  package static func find(key: Int32) throws(Errno) -> Int32 {
    try systemCall { cipc_msgget(key, 0) }
  }

  package static func describe(
    slotOf id: Int32, in context: Context
  ) throws(Errno) -> Object {
    Object(try status(id), namespace: context.ipcNamespace)
  }

  package static func destroy(id: Int32) throws(Errno) {
    _ = try systemCall { cipc_msg_remove(id) }
  }
}
