internal import CLibcap

/// A capability that shows or allows something here, capabilities(7), in the order in which they matter.
package enum Capability: Sendable, CaseIterable {
  case systemPtrace, dacReadSearch, systemAdmin, systemChroot, networkAdmin, checkpointRestore
  case bpf, perfmon
  case ipcOwner, dacOverride, fileOwner, networkBind, systemResource

  /// As capabilities(7) writes it.
  package var name: String {
    switch self {
    case .systemPtrace: "CAP_SYS_PTRACE"
    case .dacReadSearch: "CAP_DAC_READ_SEARCH"
    case .systemAdmin: "CAP_SYS_ADMIN"
    case .systemChroot: "CAP_SYS_CHROOT"
    case .networkAdmin: "CAP_NET_ADMIN"
    case .checkpointRestore: "CAP_CHECKPOINT_RESTORE"
    case .bpf: "CAP_BPF"
    case .perfmon: "CAP_PERFMON"
    case .ipcOwner: "CAP_IPC_OWNER"
    case .dacOverride: "CAP_DAC_OVERRIDE"
    case .fileOwner: "CAP_FOWNER"
    case .networkBind: "CAP_NET_BIND_SERVICE"
    case .systemResource: "CAP_SYS_RESOURCE"
    }
  }

  var number: cap_value_t {
    switch self {
    case .systemPtrace: CAP_SYS_PTRACE
    case .dacReadSearch: CAP_DAC_READ_SEARCH
    case .systemAdmin: CAP_SYS_ADMIN
    case .systemChroot: CAP_SYS_CHROOT
    case .networkAdmin: CAP_NET_ADMIN
    case .checkpointRestore: CAP_CHECKPOINT_RESTORE
    case .bpf: CAP_BPF
    case .perfmon: CAP_PERFMON
    case .ipcOwner: CAP_IPC_OWNER
    case .dacOverride: CAP_DAC_OVERRIDE
    case .fileOwner: CAP_FOWNER
    case .networkBind: CAP_NET_BIND_SERVICE
    case .systemResource: CAP_SYS_RESOURCE
    }
  }

  /// What it lets listings see; nil for one that serves no looking. Only for this it is used where the file of the
  /// program lends it (`LentCapabilities`).
  package var shows: String? {
    switch self {
    case .systemPtrace: "what others' processes map, and how full what they hold is"
    case .dacReadSearch:
      "what others' processes hold, and what they wait for (with CAP_SYS_PTRACE)"
    case .systemAdmin:
      "sockets of other network namespaces, and POSIX message queues that are not mounted"
    case .systemChroot: "files in other mount namespaces (with CAP_SYS_ADMIN)"
    case .networkAdmin: "sockets of network namespaces that no process is in (with CAP_SYS_ADMIN)"
    case .checkpointRestore:
      "the sizes of files that others only map (with CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH)"
    case .bpf:
      "all descriptors at once, and that nobody holds an object unseen (with CAP_PERFMON)"
    case .perfmon: "the same (with CAP_BPF)"
    case .ipcOwner, .dacOverride, .fileOwner, .networkBind, .systemResource: nil
    }
  }

  /// What it allows besides, to read or to change; nil for nothing. Only who has it by himself may do that: root,
  /// or whose ambient set it is in.
  package var allows: String? {
    switch self {
    case .systemPtrace: "reach others' pipes, sockets and the like through their holders"
    case .dacReadSearch:
      "read others' queues, memory, semaphores and directories that are files"
    case .systemAdmin: "remove others' System V objects"
    case .checkpointRestore: "read memory that others only map"
    case .ipcOwner: "read, send to and take from others' System V objects, and list their values"
    case .dacOverride:
      "send to others' queues, memory, semaphores, FIFOs and sockets that are files"
    case .fileOwner: "remove others' files in /dev/shm, /dev/mqueue and /tmp"
    case .networkBind: "listen at ports below 1024"
    case .systemResource: "make queues and pipes that are larger than the limits"
    case .systemChroot, .networkAdmin, .bpf, .perfmon: nil
    }
  }

  /// The verbs that do what it allows.
  package var verbs: [Verb] {
    switch self {
    case .systemPtrace, .ipcOwner: [.peek, .send, .recv]
    case .dacReadSearch: [.peek, .recv]
    case .checkpointRestore: [.peek]
    case .dacOverride: [.send, .recv]
    case .systemAdmin, .fileOwner: [.rm]
    case .networkBind: [.create, .recv]
    case .systemResource: [.create]
    case .systemChroot, .networkAdmin, .bpf, .perfmon: []
    }
  }

  /// What it takes to look into every process.
  package static let sight: [Capability] = [.systemPtrace, .dacReadSearch]
}
