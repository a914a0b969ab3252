internal import CLinuxIPC
internal import SystemPackage

extension SysVMessageQueue: Enumerating {
  package static func enumerate(
    in context: Context, coverage: inout Coverage, _ visit: (Object) -> Void
  ) throws(IPCError) {
    let table: SystemVTable
    do throws(Errno) {
      table = try SystemVTable("msg")
    } catch {
      return try sweep(in: context, visit)
    }
    table.forEachRow(Object.columns) { row in
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

  /// Every index up to the highest one in use, for where /proc is not mounted.
  private static func sweep(in context: Context, _ visit: (Object) -> Void) throws(IPCError) {
    let highest: Int32
    do throws(Errno) {
      var limits = cipc_message_limits()
      highest = try systemCall { unsafe cipc_msg_limits(&limits) }
    } catch {
      throw Self.error("msgctl", error, keyword)
    }
    for index in 0...max(highest, 0) {
      if let queue = try? status(index) {
        visit(Object(queue, namespace: context.ipcNamespace))
      }
    }
  }

  static func status(_ id: Int32) throws(Errno) -> cipc_message_queue {
    var queue = cipc_message_queue()
    _ = try systemCall { unsafe cipc_msg_stat_any(id, &queue) }
    return queue
  }
}
