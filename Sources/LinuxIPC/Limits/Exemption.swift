internal import CLibcap

/// What frees a process from a limit: capabilities in the initial user namespace, capabilities(7).
package enum Exemption: Sendable {
  /// From RLIMIT_MEMLOCK (mm/mlock.c, can_do_mlock).
  case lockedMemory
  /// From the pages of a user's pipes (fs/pipe.c, pipe_is_unprivileged_user).
  case pipePages

  /// Of which one is enough.
  var capabilities: UInt64 {
    switch self {
    case .lockedMemory: 1 << UInt64(CAP_IPC_LOCK)
    case .pipePages: 1 << UInt64(CAP_SYS_RESOURCE) | 1 << UInt64(CAP_SYS_ADMIN)
    }
  }
}
