package import LinuxIPC

/// Whether anybody is left who uses an object, or may come back to it.
package enum Abandonment: Sendable, Equatable {
  /// Nobody.
  case forgotten
  /// Somebody is: how, to follow "it".
  case used(String)
  /// Nobody that is known uses it, but a process is alive that may come back to it.
  case expected(LivingProcess, Claim)
  /// The kernel could have recorded who used it, and has nobody.
  case unrecorded
  /// It cannot be told, with what that would take.
  case untold(String)

  /// Why a process may come back to an object.
  package enum Claim: Sendable, Hashable {
    /// It belongs to the group or session of a process that is recorded.
    case descendant(of: Int32)
    /// It is of a user whose object it is, and as old as that; who made it is not recorded.
    case user(UInt32)
    /// It is of such a user, and may descend from who made it.
    case heir(UInt32)
    /// It is of the user who made it and gave it away, as old as that, and has descendants of whom it is.
    case patron(UInt32)
  }

  /// - Parameters:
  ///   - isHeld: Whether somebody has it open or mapped; nil where that cannot be told. Asked last.
  ///   - isAwaited: Whether somebody waits at it, beyond what the traces tell; nil where that cannot be told.
  package init(
    of traces: Traces, among survivors: Survivors, isHeld: () -> Bool? = { false },
    isAwaited: () -> Bool? = { false }
  ) {
    let isUnrecorded = traces.recordsUsers && traces.users.isEmpty
    self =
      Self.found(traces, survivors)
      ?? (isUnrecorded ? nil : Self.expected(traces, survivors))
      ?? Self.occupied(isHeld, isAwaited) ?? (isUnrecorded ? .unrecorded : .forgotten)
  }

  /// What the kernel recorded.
  private static func found(_ traces: Traces, _ survivors: Survivors) -> Abandonment? {
    if let use = traces.use { return .used("is \(use)") }
    if let obstacle = traces.obstacle { return .untold(obstacle) }
    var outsider: Abandonment?
    for user in traces.users {
      switch user.pid > 0 ? survivors.lastProcess(user.pid, user.time) : nil {
      case .alive: return .used("was \(user.deed) by \(user.pid), which is alive")
      case .dead, .reused: break
      case .hidden: outsider = .untold(survivors.needs(user.pid, user.time) ?? "another try")
      case nil: outsider = .untold("a look from the pid namespace of who used them")
      }
    }
    return outsider
  }

  private static func expected(_ traces: Traces, _ survivors: Survivors) -> Abandonment? {
    // A number that was given out again had nobody left who kept it.
    for user in traces.users where survivors.lastProcess(user.pid, user.time) == .dead {
      if let descendant = survivors.descendant(of: user.pid) {
        return .expected(descendant, .descendant(of: user.pid))
      }
    }
    // Daemons of the superuser are always there: of his objects those decide who are recorded.
    let users = traces.owners.subtracting([0])
    if traces.recordsMaker || users.isEmpty { return nil }
    func claim(_ process: LivingProcess, _ claim: (UInt32) -> Claim) -> Abandonment {
      .expected(process, claim(process.uids.intersection(users).min() ?? 0))
    }
    let time = traces.lastTime
    if let elder = survivors.elder(of: users, at: time) { return claim(elder, Claim.user) }
    if let heir = survivors.heir(of: users, at: time) { return claim(heir, Claim.heir) }
    if traces.owners.contains(0), traces.owner != 0,
      let patron = survivors.patron(of: traces.owner, from: 0, at: time)
    {
      return .expected(patron, .patron(traces.owner))
    }
    return survivors.areAllKnown
      ? nil : unseen("a look at every process")
  }

  /// What takes a look that was not had.
  private static func unseen(_ look: String) -> Abandonment {
    .untold(
      Descriptor.scarcity ?? "\(look) of the machine, from the initial pid namespace")
  }

  private static func occupied(_ isHeld: () -> Bool?, _ isAwaited: () -> Bool?) -> Abandonment? {
    switch isAwaited() {
    case true: return .used("is waited at")
    case nil:
      return unseen("a look into every thread")
    default: break
    }
    switch isHeld() {
    case true: return .used("is open")
    case nil:
      return unseen("a look into every process")
    default: return nil
    }
  }
}

extension Abandonment {
  /// Who is left that speaks for an object, in words; nil for nobody.
  ///
  /// - Parameter expecting: The words for a process that may come back to it.
  package func advocate(
    _ expecting: (LivingProcess, Claim) -> String = { process, _ in
      "process \(process.pid) may come back to it"
    }
  ) -> String? {
    switch self {
    case .forgotten: nil
    case .used(let words): "it \(words)"
    case .expected(let process, let claim): expecting(process, claim)
    case .unrecorded: "nobody is recorded to have used it"
    case .untold(let needs): "to tell who uses it takes \(needs)"
    }
  }
}
