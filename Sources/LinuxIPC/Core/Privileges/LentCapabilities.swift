internal import CLibcap
internal import CLinuxIPC
internal import Glibc
internal import Synchronization
internal import SystemPackage

/// What the file of this program lends to whoever executes it (setcap(8), capabilities(7)).
///
/// They serve to see, and never to read or change what another user has. So they rest from the start, and every
/// call goes by the plain rights of the real user but those around which one of them is raised: looks into /proc,
/// into namespaces and at a descriptor that is borrowed for a moment. No path is resolved meanwhile that a user or
/// another process chose. A call where that was forgotten sees less, and says so.
///
/// What a user has by himself is his own, and is left as it is: root's, and what stands in his ambient set, which
/// the kernel empties for a program whose file lends any.
package enum LentCapabilities {
  /// What of them the running command may raise, by their bits: none before `keep`.
  private static let kept = Atomic<UInt64>(0)
  private static let isLent = Atomic<Bool>(false)

  /// What was lent at the start.
  private static let lent = Atomic<UInt64>(0)

  static var raisable: UInt64 { kept.load(ordering: .relaxed) }
  static var original: UInt64 { lent.load(ordering: .relaxed) }

  /// Whether the file lent any, or was executed as another user's than the one who did.
  package static var areLent: Bool { isLent.load(ordering: .relaxed) }

  /// Lays them down. Comes first, before another thread is there.
  ///
  /// - Throws: Where they cannot be laid down: then nothing may be done at all.
  package static func rest() throws(IPCError) {
    try attempt { () throws(Errno) in
      // The set-user-ID bit of root lends all, and with them the right to change everything; that of others, and
      // the set-group-ID bit, lend what no command has a use for. Root has no more by them, and may have laid
      // down what he had.
      if getuid() != 0, geteuid() != getuid() || getegid() != getgid() {
        isLent.store(true, ordering: .relaxed)
        _ = try systemCall { cipc_become_real_user() }
      }
      var state = try CapabilityState.ofThread()
      guard Self.lends(state[CAP_PERMITTED]) else { return }
      isLent.store(true, ordering: .relaxed)
      lent.store(state[CAP_PERMITTED], ordering: .relaxed)
      state[CAP_EFFECTIVE] = 0
      try state.apply()
    }
  }

  /// Gives up for ever what the running command has no use for.
  ///
  /// - Parameter wanted: What it may raise to see more.
  package static func keep(_ wanted: Set<Capability>) throws(IPCError) {
    guard areLent else { return }
    try attempt { () throws(Errno) in
      var state = try CapabilityState.ofThread()
      // Never one that serves to do more than to see, whatever a command asks for.
      let rest = state[CAP_PERMITTED] & Capability.bits(wanted.filter { $0.shows != nil })
      state[CAP_EFFECTIVE] = 0
      state[CAP_PERMITTED] = rest
      try state.apply()
      kept.store(rest, ordering: .relaxed)
      // The kernel keeps his own user from looking into who had more than he: the verbs reach what a holder in the
      // background has for them by looking into it.
      if rest == 0 { _ = cipc_allow_attaching() }
    }
  }

  /// Runs `body` with some of them, on the calling thread: each has its own, and a new one those of who started it.
  ///
  /// - Parameter wanted: Of these, those that are lent and were kept.
  package static func raising<Value: ~Copyable, Failure: Error>(
    _ wanted: [Capability], _ body: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let bits = raisable & Capability.bits(wanted)
    // One raise within another has them already.
    guard bits != 0, let before = change({ $0 | bits }), before & bits != bits else {
      return try body()
    }
    defer { restore(before) }
    return try body()
  }

  /// Runs `body` without `unwanted`, within `raising`.
  static func lowering<Value: ~Copyable, Failure: Error>(
    _ unwanted: [Capability], _ body: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let bits = raisable & Capability.bits(unwanted)
    guard bits != 0 else { return try body() }
    guard let before = change({ $0 & ~bits }) else { abort() }
    defer { restore(before) }
    return try body()
  }

  /// Changes the effective set of the calling thread.
  ///
  /// - Returns: What it was; nil when it cannot be changed.
  private static func change(_ new: (UInt64) -> UInt64) -> UInt64? {
    try? { () throws(Errno) in
      var state = try CapabilityState.ofThread()
      let before = state[CAP_EFFECTIVE]
      let after = new(before)
      if after != before {
        state[CAP_EFFECTIVE] = after
        try state.apply()
      }
      return before
    }()
  }

  /// Who cannot lay them down again must not go on.
  private static func restore(_ before: UInt64) {
    if change({ _ in before }) == nil { abort() }
  }

  /// Whether some of `permitted` are not the user's own.
  private static func lends(_ permitted: UInt64) -> Bool {
    let isRoot = getuid() == 0 && cipc_is_root_ordinary() == 0
    if isRoot || permitted == 0 { return false }
    let ambient = CapabilityState.bits { cap_get_ambient($0) == CAP_SET.rawValue }
    return cipc_is_secure() != 0 || permitted & ~ambient != 0
  }

  private static func attempt(_ body: () throws(Errno) -> Void) throws(IPCError) {
    do throws(Errno) {
      try body()
    } catch {
      throw IPCError(
        .system, subject: "ipctool", operation: "capset", errno: error,
        reason: "what its file lends cannot be laid down, so nothing is done")
    }
  }
}
