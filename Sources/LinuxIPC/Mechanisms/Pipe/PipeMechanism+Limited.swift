/// The limits of pipes, with and without a name: pipe(7).
extension PipeMechanism {
  private static var largest: KernelSetting { KernelSetting("fs.pipe-max-size") }
  private static var soft: String { "pages of a user's pipes (soft)" }
  private static var hard: String { "pages of a user's pipes (hard)" }

  package static func limits(in context: Context) throws(IPCError) -> [Limit] {
    [
      largest.limit("bytes in one pipe", unit: .bytes, scope: .object),
      KernelSetting("fs.pipe-user-pages-soft")
        .limit(soft, unit: .pages, scope: .user, zeroIsNone: true).exempting(.pipePages),
      KernelSetting("fs.pipe-user-pages-hard")
        .limit(hard, unit: .pages, scope: .user, zeroIsNone: true).exempting(.pipePages),
    ]
  }

  package static func limits(of object: Object, in context: Context) -> [Limit] {
    [
      largest.limit("capacity", used: object.state?.capacity, unit: .bytes, scope: .object)
    ]
  }

  /// The kernel charges who made a pipe for all that fits it (fs/pipe.c, account_pipe_buffers).
  package static func charges(
    of object: Object, heldBy holders: [Holder], in context: Context
  ) -> [Charge] {
    // Nobody holds it: it has no buffer.
    if holders.isEmpty { return [] }
    let pages = object.state?.capacity.map { $0 / context.pageSize }
    let uid = maker(of: object, heldBy: holders)
    return [Charge(soft, uid, pages), Charge(hard, uid, pages)]
  }

  package static var chargedDetails: Details { .fill }

  package static var sharers: [any Charging.Type] { [Pipe.self, FIFO.self] }
}
