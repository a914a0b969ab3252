extension POSIXMessageQueue {
  /// Where people look for queues, mq_overview(7).
  package static let directory = "/dev/mqueue"

  /// Whether they are shown there.
  package static var isMounted: Bool {
    let mounts = (try? Mount.all(of: "mqueue")) ?? []
    return mounts.contains { $0.point.elementsEqual(directory.utf8) }
  }
}
