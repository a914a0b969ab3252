import Testing

@testable import IPCDiagnosis
@testable import IPCSnapshot
@testable import LinuxIPC

/// The doctor's rules, on machines written by hand.
struct DoctorTests {
  /// A machine with these objects, of which the processes of these pids are dead.
  private func machine<Kind: Mechanism>(
    _ objects: [Kind.Object], of kind: Kind.Type, dead: Set<Int32> = []
  ) -> Examination {
    var snapshot = Snapshot(Snapshot.Request(kinds: []), in: .current())
    snapshot.replace(objects, of: kind)
    var machine = Examination(snapshot, in: .current())
    machine.survivors.lastProcess = { pid, _ in pid == 0 ? nil : dead.contains(pid) ? .dead : .alive
    }
    return machine
  }

  /// A row of /proc/sysvipc/shm.
  private func segment(
    _ id: UInt64, mode: UInt64 = 0o600, creator: UInt64 = 1, last: UInt64 = 0,
    attached: UInt64 = 0, size: UInt64 = 4096
  ) -> SysVSharedMemory.Object {
    SysVSharedMemory.Object(
      row: [id, 0, mode, size, creator, last, attached, 0, 0, 0, 0, 0, 0, 1, 0, 0],
      in: .current())
  }

  @Test func everyRuleHasAName() {
    let names = DoctorRules.all.map { $0.name }
    #expect(Set(names).count == names.count)
    #expect(DoctorRules.all.allSatisfy { !$0.help.isEmpty })
  }

  @Test func findsSegmentsOfTheDead() {
    let segments = [
      segment(1, creator: 10), segment(2, creator: 11), segment(3, creator: 10, attached: 1),
      segment(4, mode: 0o1600, creator: 10), segment(5, creator: 10, last: 11),
    ]
    let found = OrphanedSegmentRule.findings(
      machine(segments, of: SysVSharedMemory.self, dead: [10]))
    #expect(
      found.map { $0.address.map { String(decoding: $0, as: UTF8.self) } } == ["shm:1", "shm:5"])
    // Who used it last may use it again.
    #expect(
      found.map { $0.fix.map { String(decoding: $0, as: UTF8.self) } } == [
        "ipctool rm --orphaned --yes shm:1", nil,
      ])
  }

  @Test func findsSegmentsThatLiveOn() {
    let found = DestroyedSegmentRule.findings(
      machine(
        [segment(1, mode: 0o1600, attached: 2), segment(2, mode: 0o600, attached: 2)],
        of: SysVSharedMemory.self))
    #expect(found.map(\.severity) == [.info])
  }

  @Test func findsWhatIsLockedInVain() {
    let found = PinnedSegmentRule.findings(
      machine(
        [segment(1, mode: 0o2600), segment(2, mode: 0o2600, attached: 1), segment(3)],
        of: SysVSharedMemory.self))
    #expect(found.count == 1)
  }

  /// A segment without a page in memory may be of huge pages, where enough of them are promised.
  @Test func saysWhatItCannotTellOfHugePages() {
    var machine = machine(
      [segment(1), segment(2, mode: 0o2600), segment(3, attached: 1), segment(4, size: 3 << 20)],
      of: SysVSharedMemory.self)
    func count(_ reserved: [UInt64: UInt64]?) -> UInt64? {
      machine.reservedHugePages = reserved
      return PinnedSegmentRule.gaps(machine).gaps.first?.count
    }
    #expect(count([:]) == nil)
    #expect(count([2 << 20: 1]) == 1)
    #expect(count([2 << 20: 2]) == 2)
    #expect(count([1 << 30: 1]) == 2)
    #expect(count(nil) == 2)
  }

  @Test func countsTheObjectsOfAUser() {
    var machine = machine((1...5).map { segment($0) }, of: SysVSharedMemory.self)
    machine.thresholds.objects = 5
    #expect(ManyObjectsRule.findings(machine).isEmpty)
    machine.thresholds.objects = 4
    #expect(ManyObjectsRule.findings(machine).count == 1)
    #expect(ManyObjectsRule.gaps(machine).isComplete)
    // Several users may have made them.
    machine.strangers = 0
    #expect(ManyObjectsRule.findings(machine).isEmpty)
    #expect(
      ManyObjectsRule.gaps(machine).gaps.map { "\($0.count ?? 0) \($0.what)" }
        == ["5 objects of users who are not told apart"])
    machine.thresholds.objects = 5
    #expect(ManyObjectsRule.gaps(machine).isComplete)
  }

  @Test func findsWhatAnybodyMayWrite() {
    let found = WorldWritableRule.findings(
      machine([segment(1, mode: 0o602), segment(2, mode: 0o664)], of: SysVSharedMemory.self))
    #expect(found.count == 1)
  }

  @Test(arguments: [80, 81, 95, 96] as [UInt64])
  func warnsOfLimits(_ used: UInt64) {
    let severity: DoctorFinding.Severity? = used > 95 ? .critical : used > 80 ? .warning : nil
    var machine = machine([segment(1)], of: SysVSharedMemory.self)
    machine.limits = [
      LimitReport.Entry(
        kind: "msg", limit: Limit("queues", value: 100, used: used, setting: "kernel.msgmni"))
    ]
    #expect(LimitRule.findings(machine).map(\.severity) == (severity.map { [$0] } ?? []))
  }

  /// The sentence alone says which limit it is, and the evidence nothing again.
  @Test func saysWhichLimitItIs() {
    var machine = machine([segment(1)], of: SysVSharedMemory.self)
    let user = Limit.Consumer.Who.user(7)
    machine.limits = [
      Limit("queues", value: 2, used: 2, setting: "kernel.msgmni")
        .mostly(Limit.Consumer(user, used: 1)),
      Limit("bytes", value: 100, used: 97, setting: "/dev/shm (-o size=)", unit: .bytes),
      Limit("pages of all sockets", value: 4, used: 4, setting: "net.ipv4.udp_mem (max)"),
      Limit(
        "bytes of a user's queues", value: nil, used: nil, setting: Resource.queueBytes.setting,
        unit: .bytes, scope: .user, resource: .queueBytes
      ).binding(user, value: 10, used: 9),
    ].map { LimitReport.Entry(kind: "msg", limit: $0) }
    let found = LimitRule.findings(machine)
    #expect(
      found.map(\.message) == [
        "100 % of the queues of kernel.msgmni are used (most by user 7)",
        "97 % of the bytes of /dev/shm are used",
        "100 % of the pages of all sockets of net.ipv4.udp_mem are used",
        "90 % of the bytes of a user's queues that RLIMIT_MSGQUEUE allows are used (by user 7)",
      ])
    #expect(
      found.map(\.evidence) == [
        ["2 of 2", "1 by user 7"], ["97 of 100", "raised by /dev/shm (-o size=)"],
        ["4 of 4", "raised by net.ipv4.udp_mem (max)"],
        ["9 of 10", "raised by RLIMIT_MSGQUEUE (ulimit -q)", "9 by user 7"],
      ])
  }

  @Test func tellsDeadlocks() {
    var scene = Scene()
    scene.add(1, .pipe(1, by: 2))
    scene.add(2, .pipe(2, by: 1))
    var machine = machine([segment(1)], of: SysVSharedMemory.self)
    #expect(DeadlockRule.findings(machine).isEmpty)
    machine.diagnosis = scene.diagnosis
    #expect(DeadlockRule.findings(machine).map(\.severity) == [.critical])
  }

  @Test func tellsLocksOfTheDead() {
    var scene = Scene()
    scene.add(1, .lock(9, isAlive: false))
    var machine = machine([segment(1)], of: SysVSharedMemory.self)
    machine.diagnosis = scene.diagnosis
    #expect(DeadOwnerRule.findings(machine).count == 1)
  }
}
