internal import CLibcap

/// The capabilities of this process, capabilities(7), read through libcap.
package struct Capabilities: Sendable {
  /// What a call is for that is refused.
  package enum Purpose: Sendable {
    case seeing
    /// To read what is in an object, or to change it: what the file of the program lends does not serve for that.
    case reaching
  }

  /// The effective set of the calling thread.
  private let effective: Set<Capability>
  /// Those that the file lends and that are raised where they serve to see.
  private let raisable: Set<Capability>
  /// All that it lends.
  private let lent: Set<Capability>

  /// Those of the calling thread; none when libcap cannot read them.
  ///
  /// The corresponding C functions are `cap_get_proc` and `cap_get_flag`.
  package static func current() -> Capabilities {
    let bits = (try? CapabilityState.ofThread())?[CAP_EFFECTIVE] ?? 0
    let raisable = LentCapabilities.raisable
    return Capabilities(
      effective: Capability.all(in: bits & ~raisable), raisable: Capability.all(in: raisable),
      lent: Capability.all(in: LentCapabilities.original))
  }

  package func has(_ capability: Capability, for purpose: Purpose = .seeing) -> Bool {
    effective.contains(capability) || purpose == .seeing && raisable.contains(capability)
  }

  /// Whether a capability reaches a file of a user: none does of one whom our user namespace does not know
  /// (capabilities(7); kernel/capability.c, capable_wrt_inode_uidgid).
  package func has(_ capability: Capability, overFilesOf uid: UInt32) -> Bool {
    has(capability, for: .reaching) && UserMap.knows(uid)
  }

  /// Those of `wanted` that are missing, as a coverage line names them; when none is, that another rule
  /// stood in the way (ptrace(2): another user namespace, a more capable process, Yama).
  package func missing(of wanted: [Capability], for purpose: Purpose = .seeing) -> String {
    let missing = wanted.filter { !has($0, for: purpose) }
    let names = missing.map(\.name).joined(separator: " and ")
    if purpose == .reaching
      ? !lent.isEmpty && !missing.isEmpty : missing.contains(where: lent.contains)
    {
      return "\(names) of the user's own: what the file of ipctool lends serves to see alone"
    }
    if !missing.isEmpty { return names }
    let had = wanted.map(\.name).joined(separator: " and ")
    return "more than \(had): another user namespace, further capabilities or a security module"
      + " forbids it"
  }

  /// What it takes to do what was refused, as a hint says it.
  ///
  /// - Parameters:
  ///   - rights: What serves in place of the capability; nil for nothing.
  ///   - capability: The least that does.
  package static func needs(
    _ rights: String? = nil, or capability: Capability, for purpose: Purpose = .reaching
  ) -> String {
    "needs " + (rights.map { "\($0) or " } ?? "")
      + current().missing(of: [capability], for: purpose)
  }

  /// What shows what is in a directory that may not be searched.
  package static var search: String {
    "search permission, or \(current().missing(of: [.dacReadSearch], for: .reaching))"
  }

  /// What shows who else holds an object, and where all processes that there are were looked into, no more than that.
  package static var everyProcess: String {
    let current = current()
    let isBlind = Capability.sight.contains { !current.has($0) }
    return "a look into every process"
      + (isBlind ? ": \(current.missing(of: Capability.sight))" : "")
  }
}
