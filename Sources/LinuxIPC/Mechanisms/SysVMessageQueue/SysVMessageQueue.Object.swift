internal import CLinuxIPC

extension SysVMessageQueue {
  /// A queue as msgctl(2) describes it.
  package struct Object: SystemVObject {
    package var attributes: SystemVAttributes
    /// In the queue now.
    package let bytes: UInt64
    package let messages: UInt64
    /// msg_qbytes; nil when the kernel refused to tell.
    package let capacityBytes: UInt64?
    /// As the caller's pid namespace knows them; 0 when it does not, or nobody did.
    package let lastSendPID: Int32
    package let lastReceivePID: Int32
    /// 0 is never.
    package let sendTime: Int64
    package let receiveTime: Int64
    package let changeTime: Int64

    package var identity: ObjectIdentity {
      attributes.identity(.messageQueue)
    }

    /// Of messages there may be no more than of bytes (ipc/msg.c, msg_fits_inqueue): so empty ones fill it up, too.
    package var fill: Fill {
      Fill(
        bytes: bytes, capacityBytes: capacityBytes, messages: messages,
        messagesLimit: capacityBytes, canFillUp: true)
    }

    package var lastUses: [LastUse] {
      [
        LastUse(lastSendPID, at: sendTime, .write), LastUse(lastReceivePID, at: receiveTime, .read),
      ].compactMap(\.self)
    }

    init(_ queue: cipc_message_queue, namespace: UInt64) {
      attributes = SystemVAttributes(
        id: queue.id, key: queue.key, mode: queue.mode, uid: queue.uid, gid: queue.gid,
        creatorUID: queue.creator_uid, creatorGID: queue.creator_gid, namespace: namespace)
      bytes = queue.bytes
      messages = queue.messages
      capacityBytes = queue.capacity_bytes
      lastSendPID = queue.last_send_pid
      lastReceivePID = queue.last_receive_pid
      sendTime = queue.send_time
      receiveTime = queue.receive_time
      changeTime = queue.change_time
    }

    /// The columns of /proc/sysvipc/msg that `init(row:namespace:)` reads, in its order.
    static let columns: [StaticString] = [
      "msqid", "key", "perms", "cbytes", "qnum", "lspid", "lrpid", "uid", "gid", "cuid", "cgid",
      "stime", "rtime", "ctime",
    ]

    init(row: [UInt64], namespace: UInt64) {
      attributes = SystemVAttributes(
        id: Int32(truncatingIfNeeded: row[0]), key: Int32(truncatingIfNeeded: row[1]),
        mode: UInt32(truncatingIfNeeded: row[2]), uid: UInt32(truncatingIfNeeded: row[7]),
        gid: UInt32(truncatingIfNeeded: row[8]), creatorUID: UInt32(truncatingIfNeeded: row[9]),
        creatorGID: UInt32(truncatingIfNeeded: row[10]), namespace: namespace)
      bytes = row[3]
      messages = row[4]
      capacityBytes = nil
      lastSendPID = Int32(truncatingIfNeeded: row[5])
      lastReceivePID = Int32(truncatingIfNeeded: row[6])
      sendTime = Int64(bitPattern: row[11])
      receiveTime = Int64(bitPattern: row[12])
      changeTime = Int64(bitPattern: row[13])
    }
  }
}
