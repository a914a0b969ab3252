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
    case .systemPtrace: "what others' processes map, wait for, and have in their pipes"
    case .dacReadSearch:
      "with CAP_SYS_PTRACE: what others' processes hold, and in which calls they sleep"
    case .systemAdmin:
      "sockets of other network namespaces, POSIX message queues that are not mounted"
    case .systemChroot: "with CAP_SYS_ADMIN: files of other mount namespaces"
    case .networkAdmin: "of which network namespace a socket is that nobody else is in"
    case .checkpointRestore: "with the first two: files that others map and do not hold"
    case .bpf:
      "with CAP_PERFMON: all descriptors at once, and proof that nobody unseen holds an object"
    case .perfmon: "with CAP_BPF: the same"
    case .ipcOwner, .dacOverride, .fileOwner, .networkBind, .systemResource: nil
    }
  }

  /// What it allows besides, to read or to change; nil for nothing. Only who has it by himself may do that: root,
  /// or whose ambient set it is in.
  package var allows: String? {
    switch self {
    case .systemPtrace: "reach others' pipes, sockets and the like through their holders"
    case .dacReadSearch:
      "read others' queues, memory and semaphores that are files, and directories"
    case .systemAdmin: "remove others' System V objects"
    case .checkpointRestore: "read memory that others only map"
    case .ipcOwner: "read, send to and take from others' System V objects"
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
