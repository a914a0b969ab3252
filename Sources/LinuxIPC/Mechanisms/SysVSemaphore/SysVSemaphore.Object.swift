internal import CLinuxIPC

extension SysVSemaphore {
  /// A set as semctl(2) describes it.
  package struct Object: SystemVObject {
    package var attributes: SystemVAttributes
    /// How many semaphores it has; never changes.
    package let count: UInt64
    /// The last semop(2); SETVAL and SETALL do not count. 0 is never.
    package let operationTime: Int64
    /// Creation, SETVAL, SETALL or IPC_SET, whichever was last.
    package let changeTime: Int64
    /// Of each member; nil when they were not looked at, or may not be.
    package internal(set) var values: [UInt16]?
    /// All about each member; nil when that was not looked at, or may not be.
    package internal(set) var members: [Member]?
    /// The process that operated every member last that anybody operated; 0 when there are several,
    /// or nobody did, or it was not looked for.
    package internal(set) var lastOperationPID: Int32 = 0

    package var identity: ObjectIdentity {
      attributes.identity(.semaphoreSet)
    }

    package var fill: Fill { .unknown }

    /// Until when every process that is recorded has operated, unless it did so in its end (SEM_UNDO):
    /// semop moves the one time, SETVAL and SETALL the other (KERNEL-NOTES section 1.3).
    package var lastOperationLimit: Int64 { max(operationTime, changeTime) }

    package var lastUses: [LastUse] {
      // Without an operation a value was set at most, as whoever makes a set does.
      guard operationTime != 0 else { return [] }
      let pids = members?.map(\.lastOperationPID) ?? [lastOperationPID]
      return Set(pids).sorted().compactMap { LastUse($0, at: lastOperationLimit, .readWrite) }
    }

    init(_ set: cipc_semaphore_set, namespace: UInt64) {
      attributes = SystemVAttributes(
        id: set.id, key: set.key, mode: set.mode, uid: set.uid, gid: set.gid,
        creatorUID: set.creator_uid, creatorGID: set.creator_gid, namespace: namespace)
      count = set.members
      operationTime = set.operation_time
      changeTime = set.change_time
    }

    /// The columns of /proc/sysvipc/sem that `init(row:namespace:)` reads, in its order.
    static let columns: [StaticString] = [
      "semid", "key", "perms", "nsems", "uid", "gid", "cuid", "cgid", "otime", "ctime",
    ]

    init(row: [UInt64], namespace: UInt64) {
      attributes = SystemVAttributes(
        id: Int32(truncatingIfNeeded: row[0]), key: Int32(truncatingIfNeeded: row[1]),
        mode: UInt32(truncatingIfNeeded: row[2]), uid: UInt32(truncatingIfNeeded: row[4]),
        gid: UInt32(truncatingIfNeeded: row[5]), creatorUID: UInt32(truncatingIfNeeded: row[6]),
        creatorGID: UInt32(truncatingIfNeeded: row[7]), namespace: namespace)
      count = row[3]
      operationTime = Int64(bitPattern: row[8])
      changeTime = Int64(bitPattern: row[9])
    }
  }

  /// One semaphore of a set. Its parts are read one after another: they are not one moment's.
  package struct Member: Sendable, Equatable {
    package let value: UInt16
    /// The last to operate it, or to set its value; as the caller's pid namespace knows it, 0 when it
    /// does not, or nobody did.
    package let lastOperationPID: Int32
    /// How many wait for the value to grow.
    package let waitingForMore: UInt64
    /// How many wait for the value to be zero.
    package let waitingForZero: UInt64
  }
}
