internal import IPCSnapshot
internal import LinuxIPC

/// POSIX queues exist, and no directory shows them.
enum QueuesUnmountedRule: DoctorRule {
  static let name = "queues-unmounted"
  static let help = "there are POSIX message queues, and no directory shows them"
  static let worst = DoctorFinding.Severity.info
  static let kinds: [any Mechanism.Type] = [POSIXMessageQueue.self]

  static func findings(_ machine: Examination) -> [DoctorFinding] {
    let places = Dictionary(grouping: machine.snapshot.objects(of: POSIXMessageQueue.self)) {
      $0.elsewhere
    }
    let own = places[nil]?.count ?? 0
    let here = own > 0 && !machine.hasQueueDirectory ? [finding(own, machine)] : []
    return here + elsewhere(machine, places)
  }

  private static func finding(_ count: Int, _ machine: Examination) -> DoctorFinding {
    DoctorFinding(
      .info, nil, "there are POSIX message queues, which ls(1) cannot show: \(count)",
      evidence: ["/dev/mqueue is not mounted"],
      remedy: machine.mayMount
        ? .command(Array("mkdir -p /dev/mqueue && mount -t mqueue none /dev/mqueue".utf8))
        : .refused(because: "mount(2) needs CAP_SYS_ADMIN"))
  }

  /// The file system of an IPC namespace has a device of its own, and is mounted where its owner likes.
  private static func elsewhere(
    _ machine: Examination, _ places: [Namespace?: [POSIXMessageQueue.Object]]
  ) -> [DoctorFinding] {
    guard let mounted = machine.mountedDevices else { return [] }
    return places.compactMap { namespace, queues in
      namespace.map { (namespace: $0, queues: queues) }
    }
    .filter { place in place.queues.allSatisfy { !mounted.contains($0.file.device) } }
    .sorted { $0.namespace.inode < $1.namespace.inode }
    .map { place in
      DoctorFinding(
        .info, nil,
        "there are \(place.queues.count) POSIX message queues in another IPC namespace, which ls(1)"
          + " cannot show",
        evidence: [
          "they are in \(place.namespace.text)",
          "no mount namespace that was looked into has their file system",
        ])
    }
  }
}
