internal import SystemPackage

/// A mechanism of such objects.
package protocol PipeMechanism:
  Blocking, Borrowing, Charging, Discovering, StreamMechanism, Peeking
where Object: PipeObject {
  /// The pipe of that name, with who has it open now.
  static func held(_ name: Name, in context: Context) throws(IPCError) -> HeldObject

  /// The user whom the kernel charges for its buffer; nil when it cannot be told.
  static func maker(of object: Object, heldBy holders: [Holder]) -> UInt32?
}

extension PipeMechanism {
  /// A write end is asked first: it also tells whether there is room, and whether anybody reads.
  package static func examine(
    _ object: Object, heldBy holders: [Holder], for details: Details,
    through borrower: inout Borrower, coverage: inout Coverage
  ) -> Object? {
    guard !holders.isEmpty else { return object }
    var object = object
    var ends: [Holder] = []
    ends.reserveCapacity(holders.count)
    for holder in holders where holder.access != .read { ends.append(holder) }
    for holder in holders where holder.access == .read { ends.append(holder) }
    let hasBothEnds =
      holders.contains { $0.access != .read } && holders.contains { $0.access != .write }
    do throws(Borrower.Refusal) {
      object.state = try borrower.borrow(object.identity, from: ends) {
        end, file, holder in PipeState(end, holder.access, file, hasBothEnds: hasBothEnds)
      }
      note(object.state, holders, &coverage)
      return object
    } catch {
      guard let needs = error.needs else { return nil }
      coverage.hide("contents of \(title)s", needs: needs)
      return object
    }
  }

  /// The kernel counts readers and writers; one that no process was seen to hold is held by one that may
  /// not be looked into, or lies in a socket's queue (KERNEL-NOTES section 3.1).
  private static func note(
    _ state: PipeState?, _ holders: [Holder], _ coverage: inout Coverage
  ) {
    guard let state else { return }
    let seesReader = holders.contains { $0.access != .write }
    let seesWriter = holders.contains { $0.access != .read }
    if state.hasReaders == true && !seesReader || state.hasWriters == true && !seesWriter {
      coverage.hide(
        "ends of \(title)s held by processes not seen, or in flight",
        needs: "a look into every process")
    }
  }
}
