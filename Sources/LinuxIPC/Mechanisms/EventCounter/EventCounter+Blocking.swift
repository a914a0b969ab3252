extension EventCounter: Blocking {
  /// The kernel counts events of its own there: io_uring, aio, vhost, cgroups (eventfd(2)).
  package static func blockage(
    _ use: BlockedCall.Use, through access: Holder.Access?
  ) -> Blockage {
    Blockage(use == .write ? .room : .event, .any, [.outside])
  }
}
