internal import CLinuxIPC
internal import SystemPackage

extension SysVMessageQueue: Enumerating {
  /// Asks for every index up to the highest one in use, or, where few of many are, for the ids that
  /// /proc/sysvipc/msg lists: indexes are given out in turn, so two queues may be 32,767 apart.
  package static func enumerate(
    in context: Context, coverage: inout Coverage, _ visit: (Object) -> Void
  ) throws(IPCError) {
    var limits = cipc_message_limits()
    let highest = try? systemCall { unsafe cipc_msg_limits(&limits) }
    if let highest, UInt64(max(highest, 0)) < limits.queues.saturatingProduct(4) + 64 {
      if sweep(upTo: highest, in: context, visit) { return }
    }
    do throws(Errno) {
      try readTable(in: context, visit)
    } catch {
      guard let highest, sweep(upTo: highest, in: context, visit) else {
        throw Self.error("open", error, keyword)
      }
    }
  }

  /// Each index once; false, and nothing visited, when the kernel or a filter refuses to tell.
  private static func sweep(
    upTo highest: Int32, in context: Context, _ visit: (Object) -> Void
  ) -> Bool {
    for index in 0...max(highest, 0) {
      do throws(Errno) {
        visit(Object(try status(index), namespace: context.ipcNamespace))
      } catch .invalidArgument, .identifierRemoved {
        // No queue has this index.
      } catch {
        return false
      }
    }
    return true
  }

  private static func readTable(in context: Context, _ visit: (Object) -> Void) throws(Errno) {
    try SystemVTable("msg").forEachRow(Object.columns) { row in
      let listed = Object(row: row, namespace: context.ipcNamespace)
      do throws(Errno) {
        let queue = try status(listed.attributes.id)
        // Another id: the queue went, and its slot was given out again, between the two calls.
        if queue.id == listed.attributes.id {
          visit(Object(queue, namespace: context.ipcNamespace))
        }
      } catch .invalidArgument, .identifierRemoved {
        // Gone since the table was read.
      } catch {
        // A seccomp filter or security module forbids msgctl: the table says all but msg_qbytes.
        visit(listed)
      }
      return true
    }
  }

  /// The corresponding C function is `msgctl` with MSG_STAT_ANY.
  static func status(_ id: Int32) throws(Errno) -> cipc_message_queue {
    var queue = cipc_message_queue()
    _ = try systemCall { unsafe cipc_msg_stat_any(id, &queue) }
    return queue
  }
}
