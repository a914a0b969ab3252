internal import CLinuxIPC

extension SysVSharedMemory {
  /// A segment as /proc/sysvipc/shm and shmctl(2) describe it.
  package struct Object: SystemVObject {
    package var attributes: SystemVAttributes
    /// In bytes; any user may ask for nearly 2^63, so that sums of it do not fit 64 bits.
    package let size: UInt64
    /// shm_nattch: counts mappings, not processes (KERNEL-NOTES section 1.3).
    package let attached: UInt64
    package let creatorPID: Int32
    /// The last to attach or detach.
    package let lastOperationPID: Int32
    /// 0 is never, as for all times here.
    package let attachTime: Int64
    package let detachTime: Int64
    package let changeTime: Int64
    /// In memory and in swap, in bytes; nil without /proc.
    package let residentBytes: UInt64?
    package let swappedBytes: UInt64?
    /// Made of huge pages; nil when nothing tells, as for one without a page in memory.
    package let isHuge: Bool?

    package var identity: ObjectIdentity {
      attributes.identity(.segment)
    }

    package var fill: Fill {
      Fill(bytes: residentBytes, capacityBytes: size, canFillUp: false)
    }

    /// SHM_DEST: removed, but kept by those who are attached.
    package var isDestroyed: Bool { attributes.mode & cipc_shm_dest != 0 }
    /// SHM_LOCKED: never swapped.
    package var isLocked: Bool { attributes.mode & cipc_shm_locked != 0 }

    init(_ segment: cipc_segment, namespace: UInt64) {
      attributes = SystemVAttributes(
        id: segment.id, key: segment.key, mode: segment.mode, uid: segment.uid, gid: segment.gid,
        creatorUID: segment.creator_uid, creatorGID: segment.creator_gid, namespace: namespace)
      size = segment.size
      attached = segment.attached
      creatorPID = segment.creator_pid
      lastOperationPID = segment.last_operation_pid
      attachTime = segment.attach_time
      detachTime = segment.detach_time
      changeTime = segment.change_time
      residentBytes = nil
      swappedBytes = nil
      isHuge = nil
    }

    /// The columns of /proc/sysvipc/shm that `init(row:in:)` reads, in its order.
    static let columns: [StaticString] = [
      "shmid", "key", "perms", "size", "cpid", "lpid", "nattch", "uid", "gid", "cuid", "cgid",
      "atime", "dtime", "ctime", "rss", "swap",
    ]

    init(row: [UInt64], in context: Context) {
      attributes = SystemVAttributes(
        id: Int32(truncatingIfNeeded: row[0]), key: Int32(truncatingIfNeeded: row[1]),
        mode: UInt32(truncatingIfNeeded: row[2]), uid: UInt32(truncatingIfNeeded: row[7]),
        gid: UInt32(truncatingIfNeeded: row[8]), creatorUID: UInt32(truncatingIfNeeded: row[9]),
        creatorGID: UInt32(truncatingIfNeeded: row[10]), namespace: context.ipcNamespace)
      size = row[3]
      attached = row[6]
      creatorPID = Int32(truncatingIfNeeded: row[4])
      lastOperationPID = Int32(truncatingIfNeeded: row[5])
      attachTime = Int64(bitPattern: row[11])
      detachTime = Int64(bitPattern: row[12])
      changeTime = Int64(bitPattern: row[13])
      let memory = SegmentMemory(
        shown: row[14], size: row[3], pageSize: context.pageSize,
        hugePageSize: row[14] > 0 ? HugePages.defaultSize : nil)
      residentBytes = memory.resident
      isHuge = memory.isHuge
      swappedBytes = row[15]
    }
  }
}
