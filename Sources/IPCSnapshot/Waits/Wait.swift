package import LinuxIPC

/// Something that a thread waits for: one of the things that may end its call.
package struct Wait: Sendable, Equatable {
  /// What has to happen.
  package enum Need: String, Sendable {
    case data, room, message, value, lock, client, child, event
    case otherEnd = "other-end"
  }

  /// Why somebody may end it whom nobody knows.
  package enum Openness: Sendable, Hashable {
    /// Anybody with the right may.
    case anybody
    /// Whoever opens the object by its name may.
    case named
    /// The kernel may, or another host.
    case outside
    /// Nothing records which of those who share the memory will, or whether it is one of them.
    case unrecorded
  }

  package let subject: Subject
  package let need: Need
  package var wakers: Wakers = []
  /// What these hold.
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
