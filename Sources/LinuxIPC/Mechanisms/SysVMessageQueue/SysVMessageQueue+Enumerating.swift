internal import CLinuxIPC
internal import SystemPackage

extension SysVMessageQueue: Enumerating {
  /// Asks for every index up to the highest one in use, or, where few of many are, for the ids that
  /// /proc/sysvipc/msg lists: indexes are given out in turn, so two queues may be 32,767 apart.
  package static func enumerate(
    in context: Context, coverage: inout Coverage, _ visit: (Object) -> Void
  ) throws(IPCError) {
    var limits = cipc_message_limits()
    let highest = (try? systemCall { unsafe cipc_msg_limits(&limits) }) ?? -1
    let isDense = UInt64(max(highest, 0)) < limits.queues.saturatingProduct(4) + 64
    if highest >= 0, isDense,
      sweep(upTo: highest, limits.queues, in: context, &coverage, visit)
    {
      return
    }
    do throws(Errno) {
      try readTable(in: context, visit)
    } catch {
      // Without /proc the indexes are all there is, however far apart.
      guard highest >= 0, !isDense,
        sweep(upTo: highest, limits.queues, in: context, &coverage, visit)
      else { throw Self.error("open", error, keyword) }
    }
  }

  /// Each index once.
  ///
  /// - Returns: False when nothing was visited though there are queues: a filter forbids the call, or
  ///   the kernel is older than MSG_STAT_ANY (Linux 4.17).
  private static func sweep(
    upTo highest: Int32, _ queues: UInt64, in context: Context, _ coverage: inout Coverage,
    _ visit: (Object) -> Void
  ) -> Bool {
    var hasVisited = false
    var refusals: [Errno] = []
    for index in 0...highest {
      do throws(Errno) {
        visit(Object(try status(index), namespace: context.ipcNamespace))
        hasVisited = true
      } catch .invalidArgument, .identifierRemoved {
        // No queue has this index.
      } catch {
        refusals.append(error)
      }
    }
    guard hasVisited || queues == 0 else { return false }
    for refusal in refusals { coverage.hide("queues", needs: "permission (\(refusal.symbol))") }
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
