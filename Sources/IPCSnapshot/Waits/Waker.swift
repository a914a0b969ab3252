/// A process that may end a wait.
package struct Waker: Sendable, Hashable {
  /// How that is known.
  package enum Certainty: String, Sendable {
    /// It holds what it takes.
    case holder
    /// It is recorded as the owner.
    case owner
    /// It was the last to operate the object: a hint.
    case lastOperator = "last-operator"
  }

  /// 0 for one that has no number here: it is dead, and was in another pid namespace.
  package let pid: Int32
  /// The one thread that can; nil for any of the process.
  package let tid: Int32?
  package let certainty: Certainty
  package let isAlive: Bool
  /// The lowest of its descriptors that can; nil for none.
  package let fd: Int32?

  package init(
    _ pid: Int32, tid: Int32? = nil, _ certainty: Certainty, isAlive: Bool = true,
    fd: Int32? = nil
  ) {
    self.pid = pid
    self.tid = tid
    self.certainty = certainty
    self.isAlive = isAlive
    self.fd = fd
  }
}

/// The processes that may end a wait.
///
/// Thousands may wait for what thousands hold: all these waits share one list, so that who judges them goes through
/// it once.
package struct Wakers: Sendable {
  private final class Storage: Sendable {
    let list: [Waker]

    init(_ list: [Waker]) { self.list = list }

    static let empty = Storage([])
  }

  private let storage: Storage

  package init(_ list: [Waker]) { storage = list.isEmpty ? .empty : Storage(list) }

  /// Tells whether two waits share a list, as long as one of them is there.
  package var identity: ObjectIdentifier { ObjectIdentifier(storage) }
}

extension Wakers: RandomAccessCollection, ExpressibleByArrayLiteral {
  package init(arrayLiteral list: Waker...) { self.init(list) }

  package var startIndex: Int { 0 }
  package var endIndex: Int { storage.list.count }
  package subscript(place: Int) -> Waker { storage.list[place] }
}

extension Wakers: Equatable {
  package static func == (one: Wakers, other: Wakers) -> Bool {
    one.storage === other.storage || one.storage.list == other.storage.list
  }
}
