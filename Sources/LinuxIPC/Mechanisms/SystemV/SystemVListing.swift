package import SystemPackage

/// A System V mechanism that is listed by asking for each object: what the kernel tells of one is more
/// than its row in /proc/sysvipc says, or as much for less.
package protocol SystemVListing: SystemVMechanism, Enumerating {
  /// The file in /proc/sysvipc that lists them.
  static var tableName: String { get }

  /// The columns of that file from which an object is made when the kernel refuses to describe it.
  static var listedColumns: [StaticString] { get }

  /// The object of a row, with what stands under `listedColumns`.
  static func listed(_ row: [UInt64], in context: Context) -> Object

  /// The highest index in use, and how many objects there are.
  static func slots() throws(Errno) -> (highest: Int32, taken: UInt64)
}

extension SystemVListing {
  /// Asks for every index up to the highest one in use, or, where few of many are, for the ids that
  /// /proc/sysvipc lists: indexes are given out in turn, so two objects may be 32,767 apart.
  package static func enumerate(
    in context: Context, coverage: inout Coverage, _ visit: (Object) -> Void
  ) throws(IPCError) {
    let slots = try? slots()
    let isDense = slots.map { UInt64(max($0.highest, 0)) < $0.taken.saturatingProduct(4) + 64 }
    if let slots, isDense == true, sweep(slots, in: context, &coverage, visit) { return }
    do throws(Errno) {
      try readTable(in: context, visit)
    } catch {
      // Without /proc the indexes are all there is, however far apart.
      guard let slots, isDense == false, sweep(slots, in: context, &coverage, visit) else {
        throw Self.error("open", error, keyword)
      }
    }
  }

  /// Each index once.
  ///
  /// - Returns: False when nothing was visited though there are objects: a filter forbids the call, or
  ///   the kernel is older than the command (Linux 4.17).
  private static func sweep(
    _ slots: (highest: Int32, taken: UInt64), in context: Context, _ coverage: inout Coverage,
    _ visit: (Object) -> Void
  ) -> Bool {
    let (found, refusals) = visitSlots(upTo: slots.highest, visit) { (index) throws(Errno) in
      try describe(slotOf: index, in: context)
    }
    guard found > 0 || slots.taken == 0 else { return false }
    hide(refusals, &coverage)
    return true
  }

  private static func readTable(in context: Context, _ visit: (Object) -> Void) throws(Errno) {
    try SystemVTable(tableName).forEachRow(listedColumns) { row in
      let listed = listed(row, in: context)
      do throws(Errno) {
        let object = try describe(slotOf: listed.attributes.id, in: context)
        // Another id: the object went, and its slot was given out again, between the two calls.
        if object.attributes.id == listed.attributes.id { visit(object) }
      } catch .invalidArgument, .identifierRemoved {
        // Gone since the table was read.
      } catch {
        // A seccomp filter or security module forbids the call: the table says nearly as much.
        visit(listed)
      }
      return true
    }
  }
}

extension SystemVMechanism {
  /// Calls `visit` for what is in each slot up to the index `highest`.
  ///
  /// - Parameter describe: Describes what is in a slot.
  /// - Returns: How many there were, and why others could not be described.
  @inline(__always)
  static func visitSlots(
    upTo highest: Int32, _ visit: (Object) -> Void,
    _ describe: (Int32) throws(Errno) -> Object
  ) -> (found: UInt64, refusals: [Errno]) {
    var found: UInt64 = 0
    var refusals: [Errno] = []
    for index in 0...max(highest, 0) {
      do throws(Errno) {
        visit(try describe(index))
        found += 1
      } catch .invalidArgument, .identifierRemoved {
        // Nothing has this index.
      } catch {
        refusals.append(error)
      }
    }
    return (found, refusals)
  }

  /// Counts objects that could not be described.
  static func hide(_ refusals: [Errno], _ coverage: inout Coverage) {
    // A seccomp filter or security module, as no right is asked for.
    for refusal in refusals { coverage.hide("\(noun)s", needs: "permission (\(refusal.symbol))") }
  }
}
