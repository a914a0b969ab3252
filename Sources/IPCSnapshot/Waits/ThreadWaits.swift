package import LinuxIPC

/// A thread, and what it waits for.
package struct ThreadWaits: Sendable {
  package let sample: ThreadSample
  /// As syscalls(2) calls it; nil outside of any, or of one that is not known.
  package internal(set) var call: String?
  /// Any of these ends the call.
  package internal(set) var waits: [Wait] = []
  /// Whether something else ends it, too: a timer, a terminal, a signal, what cannot be told.
  package internal(set) var hasOtherCause = true
  /// Whether the call ends by itself.
  package internal(set) var isTimeLimited = false
  /// Whether the call is there to be ended by signals, too (`BlockedCall.awaitsSignals`).
  package internal(set) var awaitsSignals = false
  /// Whether it is known what it does.
  package internal(set) var isKnown = true

  package var id: ThreadID { sample.id }

  package init(_ sample: ThreadSample) {
    self.sample = sample
  }
}

extension ThreadWaits {
  /// Notes that it waits for a time only.
  package mutating func limit() {
    isTimeLimited = true
    for place in waits.indices { waits[place].isTimeLimited = true }
  }
}
