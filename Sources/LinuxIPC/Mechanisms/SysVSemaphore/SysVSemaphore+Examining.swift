internal import CLinuxIPC
internal import SystemPackage

extension SysVSemaphore: Examining {
  package static func examine(
    _ object: Object, for details: Details, in context: Context, coverage: inout Coverage
  ) -> Object? {
    guard details.contains(.values) else { return object }
    guard context.mayReadContents else {
      coverage.hide("values of semaphore sets", needs: Context.contentNeeds)
      return object
    }
    var object = object
    do throws(Errno) {
      let values = try values(of: object)
      object.values = values
      if details.contains(.operators) {
        let members = try members(of: object, values)
        object.lastOperationPID = commonPID(of: members.lazy.map(\.lastOperationPID)) ?? 0
        object.members = members
      } else if values.count <= listedMembers {
        let id = object.attributes.id
        let pids = try values.indices.map { (index) throws(Errno) in
          try systemCall { cipc_sem_last_pid(id, Int32(index)) }
        }
        object.lastOperationPID = commonPID(of: pids) ?? 0
      }
    } catch .invalidArgument, .identifierRemoved {
      return nil
    } catch .permissionDenied {
      coverage.hide(
        "values of semaphore sets",
        needs: Capabilities.current().missing(of: [.ipcOwner], for: .reaching))
    } catch {
      coverage.hide("values of semaphore sets", needs: "permission (\(error.symbol))")
    }
    return object
  }

  /// Of how many members a listing asks for the last process: each takes a call, those of the largest
  /// set 15 ms (KERNEL-NOTES section 1.3).
  private static let listedMembers = 256

  /// The corresponding C function is `semctl` with GETALL.
  ///
  /// - Throws: `identifierRemoved` when another set has the id by now.
  static func values(of object: Object) throws(Errno) -> [UInt16] {
    let count = Int(object.count)
    var values = [UInt16](repeating: 0, count: count)
    _ = try systemCall { unsafe cipc_sem_values(object.attributes.id, &values, count) }
    return values
  }

  /// The corresponding C function is `semctl` with GETPID, GETNCNT and GETZCNT.
  private static func members(
    of object: Object, _ values: [UInt16]
  ) throws(Errno) -> [Member] {
    let id = object.attributes.id
    var members: [Member] = []
    members.reserveCapacity(values.count)
    for (index, value) in values.enumerated() {
      let index = Int32(index)
      members.append(
        Member(
          value: value, lastOperationPID: try systemCall { cipc_sem_last_pid(id, index) },
          waitingForMore: UInt64(try systemCall { cipc_sem_waiting_for_more(id, index) }),
          waitingForZero: UInt64(try systemCall { cipc_sem_waiting_for_zero(id, index) })))
    }
    return members
  }

  /// The one process among `pids`, where 0 is nobody; nil when there are several, or none.
  static func commonPID(of pids: some Sequence<Int32>) -> Int32? {
    var common: Int32?
    for pid in pids where pid != 0 {
      if let common, common != pid { return nil }
      common = pid
    }
    return common
  }
}
