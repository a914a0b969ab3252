internal import CLinuxIPC
internal import SystemPackage

extension SysVSemaphore: Charging {
  private static let sets = "sets"
  private static let semaphores = "semaphores"

  package static func limits(in context: Context) throws(IPCError) -> [Limit] {
    let limits = try attempt(controlCall, keyword) { () throws(Errno) in try usage().limits }
    return [
      Limit(sets, value: limits.sets_limit, used: limits.sets, setting: "kernel.sem (SEMMNI)"),
      Limit(
        semaphores, value: limits.semaphores_limit, used: limits.semaphores,
        setting: "kernel.sem (SEMMNS)"),
    ] + objectLimits(limits, of: nil)
  }

  package static func charges(
    of object: Object, heldBy holders: [Holder], in context: Context
  ) -> [Charge] {
    let uid = object.attributes.creatorUID
    return [Charge(sets, uid), Charge(semaphores, uid, object.count)]
  }

  package static func limits(of object: Object, in context: Context) -> [Limit] {
    guard let limits = try? usage().limits else { return [] }
    return objectLimits(limits, of: object)
  }

  /// - Parameter object: nil for none in particular.
  private static func objectLimits(
    _ limits: cipc_semaphore_limits, of object: Object?
  ) -> [Limit] {
    [
      Limit(
        "semaphores in one set", value: limits.set_members_limit, used: object?.count,
        setting: "kernel.sem (SEMMSL)", scope: .object),
      Limit(
        "value of a semaphore", value: limits.value_limit,
        used: object?.values?.max().map { UInt64($0) }, setting: "fixed (SEMVMX)",
        scope: .object),
      Limit(
        "operations in one semop", value: limits.operations_limit, used: nil,
        setting: "kernel.sem (SEMOPM)", scope: .object),
    ]
  }
}
