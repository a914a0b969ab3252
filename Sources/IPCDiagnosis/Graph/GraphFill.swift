package import LinuxIPC

/// How much is in an object, or in several together, of what fits.
package struct GraphFill: Sendable, Equatable {
  package private(set) var amount = Fill.unknown
  /// Whether it is on its way from one to another; what is in memory is there.
  package private(set) var isQueued = false
  /// What one of its messages is, in words: of a listener they are none.
  package private(set) var thing = "connection"

  init() {}

  /// - Parameter backlog: Of a listener: what people call its limit, though the kernel lets one more wait.
  init(_ fill: Fill, of unit: DataUnit, backlog: UInt64? = nil) {
    amount =
      backlog.map { backlog in
        Fill(
          bytes: fill.bytes, capacityBytes: fill.capacityBytes, messages: fill.messages,
          messagesLimit: backlog, canFillUp: fill.canFillUp)
      } ?? fill
    isQueued = unit != .memory
    if unit == .message { thing = "message" }
  }

  /// With what is in another object of the kind.
  mutating func add(_ other: GraphFill) {
    let (one, two) = (amount, other.amount)
    amount = Fill(
      bytes: Self.sum(one.bytes, two.bytes),
      capacityBytes: Self.sum(one.capacityBytes, two.capacityBytes),
      // Of a listener and who waits there one alone has these.
      messages: Self.sum(one.messages ?? 0, two.messages) ?? one.messages,
      messagesLimit: Self.sum(one.messagesLimit ?? 0, two.messagesLimit) ?? one.messagesLimit,
      canFillUp: one.canFillUp || two.canFillUp)
    isQueued = isQueued || other.isQueued
    thing = other.thing
  }

  /// Not known as soon as one part is not.
  private static func sum(_ one: UInt64?, _ other: UInt64?) -> UInt64? {
    one.flatMap { one in other.map { one.saturatingSum($0) } }
  }
}

/// How much is in each of some objects: one may be in several lines, as a listener is in those of all who wait there.
struct GraphFills: Sendable, Equatable {
  private var parts: [ObjectIdentity: GraphFill] = [:]

  init() {}

  init(_ objects: [GraphObject]) {
    for object in objects { parts[object.identity] = object.fill }
  }

  mutating func add(_ other: GraphFills) {
    parts.merge(other.parts) { known, _ in known }
  }

  /// Of all together.
  var sum: GraphFill {
    let fills = parts.sorted { $0.key < $1.key }.map(\.value)
    return fills.dropFirst().reduce(into: fills.first ?? GraphFill()) { $0.add($1) }
  }
}
