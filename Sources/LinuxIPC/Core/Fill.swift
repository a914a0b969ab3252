/// How much an object holds, of how much it can.
package struct Fill: Sendable, Equatable {
  /// Queued, or of memory: resident. In bytes; nil when it is not known.
  package let bytes: UInt64?
  /// Of memory: its size. In bytes; nil when it is not known or has no bound.
  package let capacityBytes: UInt64?
  /// Queued; nil when it is not known, or makes no sense.
  package let messages: UInt64?
  /// That fit; nil when it is not known or has no bound of its own.
  package let messagesLimit: UInt64?
  /// Of what is locked, so that its bytes can't be counted: whether there are any, and whether there is room for
  /// more; nil when that is not known.
  package var hasData: Bool?
  package var hasRoom: Bool?
  /// Whether a sender has to wait when there is no room left; memory never fills up.
  package let canFillUp: Bool

  package init(
    bytes: UInt64?, capacityBytes: UInt64?, messages: UInt64? = nil, messagesLimit: UInt64? = nil,
    canFillUp: Bool
  ) {
    self.bytes = bytes
    self.capacityBytes = capacityBytes
    self.messages = messages
    self.messagesLimit = messagesLimit
    self.canFillUp = canFillUp
  }

  /// Nothing is known of it, or it holds nothing: a counter.
  package static let unknown = Fill(bytes: nil, capacityBytes: nil, canFillUp: false)

  /// Between 0, empty, and 1, full, by the bound that is nearer; nil for what cannot fill up.
  package var fraction: Double? {
    guard canFillUp else { return nil }
    let fractions = [Self.fraction(bytes, capacityBytes), Self.fraction(messages, messagesLimit)]
    return fractions.compactMap { $0 }.max()
  }

  private static func fraction(_ used: UInt64?, _ limit: UInt64?) -> Double? {
    guard let used, let limit, limit > 0 else { return nil }
    return Double(used) / Double(limit)
  }
}

extension Fill {
  /// Whether the number of messages is nearer to its bound than their bytes are to theirs.
  package var isMessagesNearer: Bool {
    (Self.fraction(messages, messagesLimit) ?? 0) > (Self.fraction(bytes, capacityBytes) ?? 0)
  }

  /// An amount, and its bound where it has one, as people read it: "3 of 10 messages".
  ///
  /// - Parameters:
  ///   - unit: In the singular.
  ///   - verb: What those do, in the plural; nil for none.
  package static func words(
    _ used: UInt64, of limit: UInt64?, _ unit: String, _ verb: String? = nil
  ) -> String {
    let amount =
      limit.map { "\(used) of \(Counted.words($0, unit))" } ?? Counted.words(used, unit)
    return amount + (verb.map { " " + Counted.verb($0, used) } ?? "")
  }
}
