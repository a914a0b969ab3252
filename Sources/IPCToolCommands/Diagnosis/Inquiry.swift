internal import Glibc
internal import IPCDiagnosis
internal import IPCSnapshot
internal import LinuxIPC

/// Looks twice at all that waits, and judges it.
struct Inquiry {
  let diagnosis: Diagnosis
  let snapshot: Snapshot
  var coverage: Coverage { snapshot.coverage }

  /// In seconds: so long nobody sleeps in one call who is only about to be woken.
  static let usualInterval = 0.1

  /// First all threads are looked at, then who holds what, and then those again that might wait for each other: who
  /// has not moved meanwhile waited all that time, and so there is a moment at which all of it was true: when the
  /// kernel's count of who holds what agreed.
  ///
  /// - Parameters:
  ///   - interval: Between the two looks at least, in seconds.
  ///   - details: What is wanted of objects besides how full they are.
  ///   - namespaces: Those that are looked into besides our own.
  init(
    interval: Double = usualInterval, details: Details = [],
    namespaces: NamespaceSelection? = nil, in context: Context
  ) {
    let first = ThreadTable()
    var request = Snapshot.Request(
      kinds: Catalog.mechanisms, details: details.union(.fill), includesHolders: true)
    request.threads = first
    request.spansNetworks = true
    request.namespaces = namespaces
    snapshot = Snapshot(request, in: context)
    let reader = WaitReader(snapshot, Catalog.mechanisms, first, in: context)
    var observation = Observation(reader.all(), seesEverything: snapshot.seesEveryHolder)
    observation.own = getpid()
    observation.inFlight = snapshot.descriptorsInFlight
    let candidates = Diagnosis.candidates(in: observation)
    if !candidates.isEmpty {
      usleep(UInt32(interval * 1_000_000))
      // The kernel's count is proof where it can be had: it tells of who came in between, too.
      let accounted = reader.accounted(
        for: observation.threads.filter { candidates.contains($0.id) },
        inFlight: observation.inFlight)
      let second = ThreadTable()
      let again = reader.again(among: second)
      // What was read of memory, locks and children has to be the same as well.
      observation.moved = Set(
        observation.threads.filter { thread in
          candidates.contains(thread.id)
            && (second[thread.id] != thread.sample
              || second[thread.id].map { again.waits(of: $0).waits } != thread.waits)
        }.map(\.id))
      for pid in Set(candidates.map(\.pid)) { observation.traits[pid] = ProcessTraits(pid) }
      observation.limit(reader.timeLimited(among: candidates.subtracting(observation.moved)))
      let unmoved = observation.threads.filter {
        candidates.contains($0.id) && !observation.moved.contains($0.id)
      }
      if let accounted {
        observation.seesEverything = false
        observation.accounted = accounted
      } else if !again.areSettled(unmoved, since: first) {
        observation.seesEverything = false
      }
    }
    diagnosis = Diagnosis(observation)
  }
}
