internal import IPCSnapshot
internal import LinuxIPC

/// A process that has to do with an object: through however many descriptors, it is one party.
struct GraphParty {
  let pid: Int32
  var canRead = false
  var canWrite = false
  /// And mappings.
  var descriptors = 0
  var certainty = GraphEdge.Certainty.holder

  init(_ pid: Int32) { self.pid = pid }

  init(_ pid: Int32, _ access: Holder.Access, _ certainty: GraphEdge.Certainty) {
    self.pid = pid
    self.certainty = certainty
    canRead = access.canRead
    canWrite = access.canWrite
  }

  mutating func add(_ hold: Holdings.Entry) {
    canRead = canRead || hold.access.canRead
    canWrite = canWrite || hold.access.canWrite
    descriptors += max(Int(hold.mappings), 1)
  }

  mutating func add(_ other: GraphParty) {
    canRead = canRead || other.canRead
    canWrite = canWrite || other.canWrite
    descriptors += other.descriptors
    certainty = min(certainty, other.certainty)
  }
}

extension [GraphParty] {
  /// Adds what a process holds: processes come one after the other.
  mutating func add(_ hold: Holdings.Entry, of pid: Int32) {
    if last?.pid != pid { append(GraphParty(pid)) }
    self[count - 1].add(hold)
  }

  /// Each process once, by pid.
  var merged: [GraphParty] {
    var parties: [GraphParty] = []
    for party in sorted(by: { $0.pid < $1.pid }) {
      if parties.last?.pid == party.pid {
        parties[parties.count - 1].add(party)
      } else {
        parties.append(party)
      }
    }
    return parties
  }

  /// Whether one of them can read what another writes.
  var talk: Bool {
    let writers = lazy.filter(\.canWrite)
    guard let writer = writers.first, let reader = first(where: \.canRead) else { return false }
    return writer.pid != reader.pid || writers.dropFirst().first != nil
      || contains { $0.canRead && $0.pid != reader.pid }
  }
}
