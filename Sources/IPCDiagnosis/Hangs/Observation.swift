package import IPCSnapshot
package import LinuxIPC

/// What was seen, and is to be judged: plain values.
package struct Observation: Sendable {
  /// All threads of the machine.
  package var threads: [ThreadWaits]
  /// Of the processes that matter.
  package var traits: [Int32: ProcessTraits] = [:]
  /// Whether every process could be looked into, so that all who hold an object are known.
  package var seesEverything: Bool
  /// What all holders are known of all the same: the kernel counts no reference that was not seen, but for those that
  /// may be in flight.
  package var accounted: Set<HeldEnd> = []
  /// Threads that moved between the two looks.
  package var moved: Set<ThreadID> = []
  /// Our own, which goes on.
  package var own: Int32 = 0
  /// How many descriptors are on their way through Unix sockets: they might be ends of what is waited for.
  package var inFlight: UInt64 = 0

  package init(_ threads: [ThreadWaits], seesEverything: Bool) {
    self.threads = threads
    self.seesEverything = seesEverything
  }
}

extension Observation {
  /// Notes that these threads wait for a time only.
  package mutating func limit(_ ids: Set<ThreadID>) {
    for place in threads.indices where ids.contains(threads[place].id) {
      threads[place].limit()
    }
  }
}
