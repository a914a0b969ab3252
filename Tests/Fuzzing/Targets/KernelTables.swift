internal import CLinuxIPC
@testable import LinuxIPC

extension FuzzTarget {
  /// Tables of the whole machine.
  static let kernelTables = [
    FuzzTarget("proc-sysvipc") { input in
      let lines = input.count { $0 == 0x0A }
      table(input, SysVMessageQueue.Object.columns, lines) { row in
        let queue = SysVMessageQueue.Object(row: row, namespace: 1)
        _ = (queue.identity, queue.ends, queue.fill, queue.lastUses, queue.attributes.name.text)
        for use in queue.lastUses { _ = LastProcess(use.pid, at: use.time) }
      }
      table(input, SysVSharedMemory.Object.columns, lines) { row in
        _ = SysVSharedMemory.Object(row: row, in: context).identity
      }
      table(input, SysVSemaphore.Object.columns, lines) { row in
        _ = SysVSemaphore.Object(row: row, namespace: 1).identity
      }
    },
    FuzzTarget("proc-locks") { input in
      let locks = FileLocks.Line.all(in: input)
      require(locks.count <= input.count { $0 == 0x0A } + 1, "more locks than lines")
      for lock in locks {
        require(lock.extent.conflicts(with: .init(isExclusive: true)), "a lock of nothing")
      }
    },
    FuzzTarget("proc-filesystems") { input in
      let known = LinkFollowing.known(of: SlowMounts.types, in: input)
      require(Set(known).isSubset(of: SlowMounts.types), "a file system that nobody asked for")
    },
    FuzzTarget("proc-meminfo") { input in
      _ = HugePages.parse(meminfo: input.span)
      _ = HugePages.used(meminfo: input.span)
    },
    FuzzTarget("proc-sockstat") { input in
      for label in ["TCP:", "UDP:"] as [StaticString] {
        _ = SocketLimits.memory(label, in: input.span)
      }
    },
    FuzzTarget("proc-sys") { input in
      require(KernelSetting.values(in: input.span).count <= input.count, "more numbers than bytes")
    },
    FuzzTarget("kernel-references") { input in
      var count = 0
      let end = unsafe input.withUnsafeBytes { bytes in
        unsafe KernelReferences.walk(bytes) { reference in
          count += 1
          let entry = DescriptorCensus.Entry(reference)
          _ = (entry.access, entry.file)
        }
      }
      require(end == count * MemoryLayout<cipc_reference>.stride, "records that overlap")
      require(end <= input.count, "a record beyond the end")
    },
    FuzzTarget("kernel-types") { input in
      _ = unsafe input.withUnsafeBytes { unsafe cipc_references_parse($0.baseAddress, $0.count) }
    },
  ]

  private static let context = Context(
    now: 1_795_395_723, pageSize: 4096, ipcNamespace: 1, netNamespace: 1, effectiveUID: 0)

  private static func table(
    _ input: [UInt8], _ columns: [StaticString], _ lines: Int, _ visit: ([UInt64]) -> Void
  ) {
    var rows = 0
    try? SystemVTable(bytes: input).forEachRow(columns) { row in
      rows += 1
      require(row.count == columns.count, "a row that lacks a column")
      visit(row)
      return true
    }
    require(rows <= lines, "more rows than lines")
  }
}
