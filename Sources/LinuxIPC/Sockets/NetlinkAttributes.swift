internal import CLinuxIPC

/// Walks the attributes that follow the fixed part of a netlink message, in place.
struct NetlinkAttributes {
  private var offset: Int

  /// - Parameter offset: Where the fixed part ends, in the body of the message.
  init(after offset: some BinaryInteger) {
    self.offset = Int(offset)
  }

  /// The type of the next attribute, and where its value lies in `body`; nil at the end, and for one
  /// that is cut off.
  mutating func next(in body: Span<UInt8>) -> (type: UInt16, value: Range<Int>)? {
    guard offset >= 0, offset < body.count else { return nil }
    let rest = body.extracting(offset...)
    guard let length: UInt16 = rest.number(at: cipc_nla_length_at),
      let type: UInt16 = rest.number(at: cipc_nla_type_at),
      length >= cipc_nla_header, length <= rest.count
    else { return nil }
    let end = offset + Int(length)
    let value = offset + Int(cipc_nla_header)..<end
    offset = end.rounded(upTo: Int(cipc_nla_alignment))
    return (type & cipc_nla_type_mask, value)
  }
}
