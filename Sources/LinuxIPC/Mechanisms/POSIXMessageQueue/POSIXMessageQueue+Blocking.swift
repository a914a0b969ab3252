extension POSIXMessageQueue: Blocking {
  package static func blockage(
    _ use: BlockedCall.Use, through access: Holder.Access?
  ) -> Blockage {
    use == .write ? Blockage(.room, .read, [.anybody]) : Blockage(.message, .write, [.anybody])
  }
}
