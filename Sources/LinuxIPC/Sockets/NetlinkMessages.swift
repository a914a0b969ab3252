internal import CLinuxIPC

/// Walks the messages of one netlink(7) datagram, in place.
///
/// What is cut off ends the walk: a message is given whole or not at all.
struct NetlinkMessages {
  /// A message: what its header says, and where its body lies.
  struct Message {
    let type: UInt16
    let flags: UInt16
    let sequence: UInt32
    let body: Range<Int>
  }

  private var offset = 0

  mutating func next(in bytes: Span<UInt8>) -> Message? {
    guard offset < bytes.count else { return nil }
    let rest = bytes.extracting(offset...)
    guard let length: UInt32 = rest.number(at: cipc_nlmsg_length_at),
      let type: UInt16 = rest.number(at: cipc_nlmsg_type_at),
      let flags: UInt16 = rest.number(at: cipc_nlmsg_flags_at),
      let sequence: UInt32 = rest.number(at: cipc_nlmsg_sequence_at),
      length >= cipc_nlmsg_header, length <= rest.count
    else { return nil }
    let end = offset + Int(length)
    let body = offset + Int(cipc_nlmsg_header)..<end
    // The last one need not be filled up.
    offset = end.rounded(upTo: Int(cipc_nlmsg_alignment))
    return Message(type: type, flags: flags, sequence: sequence, body: body)
  }
}

extension Int {
  /// The next multiple of `alignment`.
  func rounded(upTo alignment: Int) -> Int {
    (self + alignment - 1) / alignment * alignment
  }
}
