package import LinuxIPC

/// Something that a thread waits for: one of the things that may end its call.
package struct Wait: Sendable, Equatable {
  package typealias Need = Blockage.Need
  package typealias Openness = Blockage.Openness

  package let subject: Subject
  package let need: Need
  package var wakers: Wakers = []
  /// Who used the object last, and cannot end this wait: of a queue that is waited at for messages the last receiver.
  package var evidence: [Waker] = []
  /// What the wakers hold.
  package var sources: [HeldEnd] = []
  package var openness: Set<Openness> = []
  /// Whether it ends by itself.
  package var isTimeLimited = false
  /// How full it is and the like, in words.
  package var detail: String?
  /// Of data: whether there is none now; nil when that is not known.
  package var isEmpty: Bool?
  /// Of a client: whether connections that nobody accepts fill the listener's queue.
  package var isForBacklog = false
  /// Of a message: whether others than the one that is asked for wait.
  package var hasOtherMessages = false

  package init(_ subject: Subject, _ need: Need) {
    self.subject = subject
    self.need = need
  }

  /// Who may end it, and behind them the evidence, nobody of that twice.
  package var namedProcesses: [Waker] { wakers + evidence.filter { !wakers.contains($0) } }
}

/// What is waited for.
package struct Subject: Sendable, Equatable {
  /// What tells it from others.
  package enum Identity: Sendable, Hashable {
    case object(ObjectIdentity)
    case process(Int32)
    /// A word in memory: of one process, or at a place in what several map.
    case privateFutex(pid: Int32, address: UInt64)
    case sharedFutex(ObjectIdentity, offset: UInt64)
  }

  package let identity: Identity
  /// The keyword of its kind; `file`, `process` or `futex` for what is no object.
  package let kind: String
  package let address: [UInt8]

  package init(_ identity: Identity, kind: String, address: [UInt8]) {
    self.identity = identity
    self.kind = kind
    self.address = address
  }

  package static func process(_ pid: Int32) -> Subject {
    Subject(.process(pid), kind: "process", address: Array("process:\(pid)".utf8))
  }
}
