extension PipeMechanism {
  /// An end that is open one way tells of the other end, whatever it is asked (fs/pipe.c, pipe_poll).
  package static func blockage(
    _ use: BlockedCall.Use, through access: Holder.Access?
  ) -> Blockage {
    let isForRoom = access == .write || access != .read && use == .write
    return isForRoom ? Blockage(.room, .read) : Blockage(.data, .write)
  }
}
