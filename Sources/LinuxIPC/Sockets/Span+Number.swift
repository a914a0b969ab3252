extension Span<UInt8> {
  /// The number at `offset` in this machine's byte order, as netlink(7) has it; nil when the bytes end
  /// before.
  func number<Value: FixedWidthInteger & BitwiseCopyable>(
    at offset: some BinaryInteger, as type: Value.Type = Value.self
  ) -> Value? {
    let offset = Int(offset)
    guard offset >= 0, count - offset >= MemoryLayout<Value>.size else { return nil }
    return unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Value.self)
  }
}
