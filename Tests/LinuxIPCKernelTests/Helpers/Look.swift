import IPCSnapshot
import LinuxIPC
import Support

/// One look at all objects of a kind that is found among what processes hold.
struct Look<Kind: Discovering> {
  let snapshot: Snapshot

  init(_ kind: Kind.Type) {
    snapshot = Snapshot(
      Snapshot.Request(kinds: [kind], details: [.fill, .restrictions], includesHolders: true),
      in: Context.current())
  }

  /// A look at one process, which does to it what a look at all of them does; it knows no holders.
  init(_ kind: Kind.Type, in pid: Int32) throws {
    var request = Snapshot.Request(kinds: [kind], details: [.fill, .restrictions])
    request.heldBy = try ProcessHoldings(of: pid, [kind], in: Context.current())
    snapshot = Snapshot(request, in: Context.current())
  }

  var objects: [Kind.Object] { snapshot.objects(of: Kind.self) }
  var coverage: Coverage { snapshot.coverage }

  func contains(_ identity: ObjectIdentity) -> Bool {
    objects.contains { $0.identity == identity }
  }

  /// The object, which is to be there once.
  func object(_ identity: ObjectIdentity) throws -> Kind.Object {
    let found = objects.filter { $0.identity == identity }
    guard found.count == 1 else { throw SupportError("\(found.count) objects are \(identity)") }
    return found[0]
  }

  /// The objects that `pid` holds.
  func objects(heldBy pid: Int32) -> [Kind.Object] {
    objects.filter { object in holders(of: object).contains { $0.pid == pid } }
  }

  func holders(of object: Kind.Object) -> [Holder] {
    snapshot.holders(of: object, as: Kind.self) ?? []
  }

  func waiters(of object: Kind.Object) -> [Waiter] {
    snapshot.waiters(of: object, as: Kind.self) ?? []
  }

  /// The holders of an object: `PID FD ACCESS`, or `PID - ACCESS`, in order.
  func holds(_ identity: ObjectIdentity) throws -> [String] {
    holders(of: try object(identity)).map {
      "\($0.pid) \($0.fd.map(String.init) ?? "-") \($0.access.rawValue)"
    }.sorted()
  }

  /// Those who wait in open(2) for it: `PID TID ACCESS`.
  func waits(_ identity: ObjectIdentity) throws -> [String] {
    waiters(of: try object(identity)).map {
      "\($0.process.pid) \($0.thread) \($0.access.rawValue)"
    }.sorted()
  }
}

/// What stays as it is while a thread sleeps, and moves when anybody wakes it.
struct Sleep: Equatable, CustomStringConvertible {
  let state: String
  let place: String
  let call: String
  let switches: [String]

  var description: String { "\(state) in \(place), \(call), \(switches)" }

  init(_ pid: Int32, _ thread: Int32? = nil) throws {
    func read(_ file: String) throws -> String {
      String(
        decoding: try TextFile.read("/proc/\(pid)/task/\(thread ?? pid)/\(file)"), as: UTF8.self)
    }
    let status = try read("status").split(separator: "\n").map(String.init)
    state = status.first { $0.hasPrefix("State:") } ?? ""
    switches = status.filter { $0.contains("ctxt_switches") || $0.hasPrefix("SigPnd") }
    place = try read("wchan")
    call = try read("syscall")
  }

  /// Waits until the thread sleeps in a kernel function whose name holds `place`.
  static func wait(for pid: Int32, _ thread: Int32? = nil, in place: String) throws -> Sleep {
    try wait(for: pid, thread) { $0.place.contains(place) }
  }

  /// Waits until the thread sleeps in read(2).
  static func waitForRead(by pid: Int32) throws -> Sleep {
    // x86_64 and aarch64.
    try wait(for: pid, nil) { $0.call.hasPrefix("0 ") || $0.call.hasPrefix("63 ") }
  }

  private static func wait(
    for pid: Int32, _ thread: Int32?, until isThere: (Sleep) -> Bool
  ) throws -> Sleep {
    for _ in 0..<3000 {
      let sleep = try Sleep(pid, thread)
      // Twice the same: it has come to rest.
      if isThere(sleep), try Sleep(pid, thread) == sleep { return sleep }
      pause(milliseconds: 10)
    }
    throw SupportError("\(pid) does not come to rest: \(try Sleep(pid, thread))")
  }
}
