internal import CLinuxIPC
package import SystemPackage

extension SysVMessageQueue: SystemVListing {
  package static let tableName = "msg"
  package static var listedColumns: [StaticString] { Object.columns }

  /// All but msg_qbytes, which the table lacks.
  package static func listed(_ row: [UInt64], in context: Context) -> Object {
    Object(row: row, namespace: context.ipcNamespace)
  }

  package static func slots() throws(Errno) -> (highest: Int32, taken: UInt64) {
    var limits = cipc_message_limits()
    let highest = try systemCall { unsafe cipc_msg_limits(&limits) }
    return (highest, limits.queues)
  }

  /// The corresponding C function is `msgctl` with MSG_STAT_ANY.
  static func status(_ id: Int32) throws(Errno) -> cipc_message_queue {
    var queue = cipc_message_queue()
    _ = try systemCall { unsafe cipc_msg_stat_any(id, &queue) }
    return queue
  }
}
