internal import CLinuxIPC
internal import SystemPackage

/// An object that is reached through those who hold it: nothing else leads to it.
package struct HeldObject: Sendable {
  package let identity: ObjectIdentity
  /// Its address.
  let subject: String
  package let holders: [Holder]
  /// Who else may hold it, unseen.
  let coverage: Coverage

  /// Looks for it in every process.
  ///
  /// - Parameters:
  ///   - isMeant: Whether it is the object, among those of `kind`.
  ///   - subject: Its address.
  /// - Throws: `notFound`, or `denied` where there are processes that may not be looked into.
  static func find<Kind: Sighted>(
    _ kind: Kind.Type, _ subject: String,
    where isMeant: @escaping @Sendable (ObjectIdentity) -> Bool,
    in context: Context
  ) throws(IPCError) -> HeldObject {
    var coverage = Coverage()
    let found = holders(of: kind, where: isMeant, &coverage, in: context)
    guard let first = found.keys.min() else {
      throw coverage.missing(subject, "no process holds it")
    }
    guard found.count == 1 else {
      throw IPCError(
        .usage, subject: subject, reason: "\(found.count) objects have this number",
        hint: "'ipctool show' lists what tells them apart; /proc/PID/fd/N names one")
    }
    return HeldObject(
      identity: first, subject: subject, holders: found[first] ?? [], coverage: coverage)
  }

  /// The object that is known already, with who holds it now, if anybody does.
  static func known<Kind: Sighted>(
    _ identity: ObjectIdentity, as kind: Kind.Type, _ subject: String, in context: Context
  ) -> HeldObject {
    var coverage = Coverage()
    let found = holders(of: kind, where: { $0 == identity }, &coverage, in: context)
    return HeldObject(
      identity: identity, subject: subject, holders: found[identity] ?? [], coverage: coverage)
  }

  private static func holders<Kind: Sighted>(
    of kind: Kind.Type, where isMeant: @escaping @Sendable (ObjectIdentity) -> Bool,
    _ coverage: inout Coverage, in context: Context
  ) -> [ObjectIdentity: [Holder]] {
    typealias Found = [ObjectIdentity: [Holder]]
    let shares = ProcessScanner([kind], in: context).scan(
      coverage: &coverage, collecting: Found()
    ) { found, process, findings in
      for finding in findings where finding.waitingThread == nil && isMeant(finding.object) {
        found[finding.object, default: []].append(finding.holder(process))
      }
    }
    var all = Found()
    for share in shares ?? [] { all.merge(share) { $0 + $1 } }
    return all.mapValues { $0.sorted { ($0.pid, $0.fd ?? -1) < ($1.pid, $1.fd ?? -1) } }
  }

  /// Sees that what is to be changed is held by a process that `create` started, or that the user insists.
  ///
  /// - Throws: `usage`; `denied` or `unsupported` where it cannot be told.
  func checkUse(isForced: Bool) throws(IPCError) {
    if isForced { return }
    if try forEachOwn({ _ throws(IPCError) in }) { return }
    throw IPCError(
      .usage, subject: subject,
      reason: "it belongs to \(people), and nothing that 'create' started for this user",
      hint: "--force takes part all the same")
  }

  /// A descriptor of it.
  ///
  /// - Parameters:
  ///   - isUsable: Which holders' descriptors serve.
  ///   - purpose: What it is to be open for: "reading".
  func loan(
    for purpose: String, where isUsable: (Holder) -> Bool
  ) throws(IPCError) -> Borrower.Loan {
    let usable = try lenders(for: purpose, where: isUsable)
    var borrower = Borrower()
    do throws(Borrower.Refusal) {
      return try borrower.loan(identity, from: usable)
    } catch {
      throw self.error(error)
    }
  }

  /// Those of its holders whose descriptors serve.
  func lenders(
    for purpose: String, where isUsable: (Holder) -> Bool
  ) throws(IPCError) -> [Holder] {
    let usable = holders.filter { $0.fd != nil && isUsable($0) }
    guard !usable.isEmpty else {
      throw IPCError(
        .gone, subject: subject, reason: "no process that is seen has it open for \(purpose)")
    }
    return usable
  }

  /// Why nothing could be borrowed of it.
  func error(_ refusal: Borrower.Refusal) -> IPCError {
    switch refusal {
    case .gone:
      IPCError(.gone, subject: subject, reason: "no process holds it any more")
    case .refused(let errno):
      IPCError(
        Failure(errno: errno).kind, subject: subject, operation: "pidfd_getfd", errno: errno,
        reason: errno.scarcity == nil
          ? "the descriptors of \(people) may not be borrowed" : Failure(errno: errno).reason,
        hint: errno.isDenial ? "needs \(errno.needs([.systemPtrace]))" : nil)
    }
  }

  /// Ends the processes of ours that hold it.
  ///
  /// - Throws: As `checkEnd` does.
  func end() throws(IPCError) {
    if try forEachOwn({ own throws(IPCError) in try own.end(subject) }) { return }
    throw notOurs
  }

  /// Whether `end` would be refused.
  ///
  /// - Throws: `usage` where there are none; `denied` or `unsupported` where that cannot be told, or they may not
  ///   be ended.
  func checkEnd() throws(IPCError) {
    if try forEachOwn({ own throws(IPCError) in try own.checkEnd(subject) }) { return }
    throw notOurs
  }

  private var notOurs: IPCError {
    IPCError(
      .usage, subject: subject,
      reason: holders.isEmpty
        ? "no process is seen that holds it"
        : "it ends with \(people), which 'create' did not start for this user")
  }

  /// Who holds it and was not started by `create`, in words; nil for nobody.
  var others: String? { others(among: pids) }

  /// The same of these processes alone.
  func others(among wanted: Set<Int32>) -> String? {
    let own = pids.filter { OwnHolder.isRecognised($0, of: identity) }
    let others = holders.filter { wanted.contains($0.pid) && !own.contains($0.pid) }
    return others.isEmpty ? nil : Self.words(others)
  }

  /// Runs `body` with each process of ours that holds it.
  ///
  /// - Returns: Whether there is one.
  /// - Throws: Where there is none that is known, and another may be one.
  private func forEachOwn(
    _ body: (borrowing OwnHolder) throws(IPCError) -> Void
  ) throws(IPCError) -> Bool {
    var isOurs = false
    var doubt: Errno?
    for pid in pids {
      var own: OwnHolder?
      do throws(Errno) {
        own = try OwnHolder.recognise(pid, of: identity)
      } catch {
        doubt = error
      }
      guard let own else { continue }
      isOurs = true
      try body(own)
    }
    if !isOurs, let doubt {
      throw IPCError(
        Failure(errno: doubt).kind, subject: subject, errno: doubt,
        reason: "it cannot be told whether 'create' started \(people)",
        hint: doubt.isDenial ? "needs \(doubt.needs([.systemPtrace]))" : nil)
    }
    return isOurs
  }

  private var pids: Set<Int32> { Set(holders.map(\.pid)) }

  private var people: String { Self.words(holders) }

  /// In the form of `RawArgument`, as they choose their names.
  static func words(_ holders: [Holder]) -> String {
    var names: [String] = []
    var known: Set<Int32> = []
    for holder in holders where known.insert(holder.pid).inserted {
      names.append("\(holder.pid) (\(RawArgument.encode(holder.command)))")
    }
    let shown = names.prefix(4).joined(separator: ", ")
    let rest = names.count > 4 ? " and \(names.count - 4) more" : ""
    return names.count == 1 ? "process \(shown)" : "processes \(shown)\(rest)"
  }
}
