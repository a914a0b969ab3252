internal import CLibcap

/// The capabilities of this process, capabilities(7), read through libcap.
package struct Capabilities: Sendable {
  /// A capability that shows or allows something here.
  package enum Capability: Sendable, CaseIterable {
    case systemAdmin, systemPtrace, dacReadSearch, fileOwner, networkAdmin, checkpointRestore

    /// As capabilities(7) writes it.
    package var name: String {
      switch self {
      case .systemAdmin: "CAP_SYS_ADMIN"
      case .systemPtrace: "CAP_SYS_PTRACE"
      case .dacReadSearch: "CAP_DAC_READ_SEARCH"
      case .fileOwner: "CAP_FOWNER"
      case .networkAdmin: "CAP_NET_ADMIN"
      case .checkpointRestore: "CAP_CHECKPOINT_RESTORE"
      }
    }

    fileprivate var number: cap_value_t {
      switch self {
      case .systemAdmin: CAP_SYS_ADMIN
      case .systemPtrace: CAP_SYS_PTRACE
      case .dacReadSearch: CAP_DAC_READ_SEARCH
      case .fileOwner: CAP_FOWNER
      case .networkAdmin: CAP_NET_ADMIN
      case .checkpointRestore: CAP_CHECKPOINT_RESTORE
      }
    }
  }

  private let effective: Set<Capability>

  /// The effective set of the calling thread; empty when libcap cannot read it.
  ///
  /// The corresponding C functions are `cap_get_proc` and `cap_get_flag`.
  package static func current() -> Capabilities {
    guard let state = unsafe cap_get_proc() else { return Capabilities(effective: []) }
    defer { _ = unsafe cap_free(UnsafeMutableRawPointer(state)) }
    let effective = Capability.allCases.filter { capability in
      var flag = CAP_CLEAR
      return unsafe cap_get_flag(state, capability.number, CAP_EFFECTIVE, &flag) == 0
        && flag == CAP_SET
    }
    return Capabilities(effective: Set(effective))
  }

  package func has(_ capability: Capability) -> Bool {
    effective.contains(capability)
  }

  /// Those of `wanted` that are missing, as a coverage line names them; when none is, that another rule
  /// stood in the way (ptrace(2): another user namespace, a more capable process, Yama).
  package func missing(of wanted: [Capability]) -> String {
    let missing = wanted.filter { !has($0) }.map(\.name)
    if !missing.isEmpty { return missing.joined(separator: " and ") }
    let had = wanted.map(\.name).joined(separator: " and ")
    return "more than \(had): another user namespace, further capabilities or a security module"
      + " forbids it"
  }
}
