extension FIFO {
  /// Who opened it first, which is known where all who have it open are one user.
  package static func maker(of object: Object, heldBy holders: [Holder]) -> UInt32? {
    guard let first = holders.first, holders.allSatisfy({ $0.uid == first.uid }) else { return nil }
    return first.uid
  }
}
