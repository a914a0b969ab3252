internal import LinuxIPC
internal import Synchronization

/// What walks through all processes tell of limits, each made once for all namespaces.
final class LimitSurvey: Sendable {
  private typealias Usage = (processes: [ProcessUsage], coverage: Coverage)

  private let usage = Mutex<Usage?>(nil)
  private let namespaces: NamespaceSelection?
  /// By keyword, where other namespaces are looked into: what of a kind processes hold, or may hold, that is in no list
  /// of any of them.
  private let unlisted: [String: Coverage]

  /// Looks.
  ///
  /// - Parameters:
  ///   - kinds: Whose limits are wanted.
  ///   - namespaces: Those that are looked into besides our own, in which the calling thread is.
  init(_ kinds: [any Limited.Type], _ namespaces: NamespaceSelection?, in context: Context) {
    self.namespaces = namespaces
    var unlisted: [String: Coverage] = [:]
    if let namespaces, !namespaces.others.isEmpty {
      for kind in kinds where (kind as? any Sighted.Type)?.isHeldUnlisted ?? false {
        var request = Snapshot.Request(kinds: [kind], includesHolders: true)
        request.includesCommands = false
        request.namespaces = namespaces.everywhere
        unlisted[kind.keyword] = Snapshot(request, in: context).coverage
      }
    }
    self.unlisted = unlisted
  }

  /// What each process takes, and has left; looked at when somebody asks first.
  var processes: [ProcessUsage] {
    usage.withLock { usage in
      if let usage { return usage.processes }
      var coverage = Coverage()
      let processes = ProcessUsage.all(coverage: &coverage)
      usage = (processes, coverage)
      return processes
    }
  }

  /// Those of the processes that are in the namespaces that are wanted.
  var wanted: [ProcessUsage] {
    guard let namespaces, !namespaces.isWhole else { return processes }
    return processes.filter { namespaces.has(process: $0.pid) }
  }

  /// What was not seen of any process.
  var coverage: Coverage { usage.withLock { $0?.coverage } ?? Coverage() }

  /// What was not seen of a kind besides what its lists have; nil where nobody looked.
  func unlisted(of kind: any Mechanism.Type) -> Coverage? { unlisted[kind.keyword] }
}
