internal import CLibcap
internal import CLinuxIPC
internal import Glibc

/// What this process may do beside its user's plain rights, where it has that from, and what keeps it from having more.
package struct Privileges: Sendable {
  /// Where the capabilities come from.
  package enum Source: String, Sendable, CaseIterable {
    /// There are none.
    case none
    /// The user is root.
    case root
    /// The user has them by himself, and passes them on: his ambient set.
    case ambient
    /// The file of the program has them (`LentCapabilities`).
    case file
  }

  /// What a capability comes to.
  package enum Standing: String, Sendable, CaseIterable {
    /// It is in force.
    case yes
    /// The file lends it: it is raised where it serves to see.
    case lent
    /// The file lends it for what is never done with that.
    case unused
    /// It could be in force, and is not: the user took it out of his effective set.
    case permitted
    case no
    /// Nothing can give it here: it is not in the bounding set.
    case never
  }

  package let effective: Set<Capability>
  package let permitted: Set<Capability>
  package let inheritable: Set<Capability>
  package let ambient: Set<Capability>
  package let bounding: Set<Capability>
  package let source: Source
  /// Whether they count for what belongs to a user namespace, and not for the machine, user_namespaces(7).
  package let isInUserNamespace: Bool
  /// Whether the file of a program lends nothing, prctl(2).
  package let hasNoNewPrivileges: Bool
  /// The file of this program.
  package let executable: ExecutableFile

  /// Those of the calling thread, and of this program's file.
  package static func current() -> Privileges {
    let sets = (try? CapabilityState.ofThread().sets) ?? CapabilityState.Sets()
    let permitted = sets.permitted | LentCapabilities.original
    let ambient = CapabilityState.bits { cap_get_ambient($0) > 0 }
    let source: Source =
      permitted == 0
      ? .none : LentCapabilities.areLent ? .file : geteuid() == 0 ? .root : .ambient
    return Privileges(
      effective: Capability.all(in: sets.effective), permitted: Capability.all(in: permitted),
      inheritable: Capability.all(in: sets.inheritable),
      ambient: Capability.all(in: ambient),
      bounding: Capability.all(in: CapabilityState.bits { cap_get_bound($0) > 0 }),
      source: source, isInUserNamespace: isInUserNamespace,
      hasNoNewPrivileges: cipc_has_no_new_privileges() != 0, executable: ExecutableFile())
  }

  package func standing(of capability: Capability) -> Standing {
    if effective.contains(capability) { return .yes }
    if permitted.contains(capability) {
      return source == .file ? capability.shows == nil ? .unused : .lent : .permitted
    }
    return bounding.contains(capability) ? .no : .never
  }

  private static var isInUserNamespace: Bool {
    guard let status = try? FileStatus(of: [UInt8](path: "/proc/thread-self/ns/user")) else {
      return false
    }
    return status.inode != cipc_initial_user_namespace
  }
}
