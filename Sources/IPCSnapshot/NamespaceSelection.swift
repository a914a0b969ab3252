package import LinuxIPC
internal import SystemPackage

/// Which namespaces are looked into besides our own, and of which the objects are wanted.
package struct NamespaceSelection: Sendable {
  /// Those besides our own that may be entered, held open.
  private var handles: [NamespaceHandle] = []
  /// Whose objects are wanted; nil for all.
  private var wanted: Set<Namespace>?
  /// What was found and may not be entered.
  package private(set) var coverage = Coverage()
  private let home: Context

  /// All of the machine, our own among them.
  package init(allSeenFrom context: Context) {
    home = context
    let search = NamespaceSearch.all()
    coverage = search.coverage
    for handle in search.found where !context.isIn(handle.namespace) {
      do throws(Errno) {
        try handle.run {}
        handles.append(handle)
      } catch {
        coverage.hide("\(handle.namespace.kind.title)s", needs: handle.needs(after: error))
      }
    }
  }

  /// Those of a process, and no other.
  ///
  /// - Throws: `notFound`; `denied` when one of them may not be entered.
  package init(ofProcess pid: Int32, seenFrom context: Context) throws(IPCError) {
    home = context
    let subject = "process \(pid)"
    var wanted: Set<Namespace> = []
    for kind in NamespaceSearch.kinds {
      let handle = try Self.handle(ofProcess: pid, kind)
      wanted.insert(handle.namespace)
      if context.isIn(handle.namespace) { continue }
      do throws(Errno) {
        try handle.run {}
      } catch  where error.isDenial {
        throw handle.refusal(of: subject, after: error)
      } catch {
        coverage.hide("\(kind.title)s", needs: handle.needs(after: error))
        continue
      }
      handles.append(handle)
    }
    self.wanted = wanted
  }

  /// Those to which addresses belong that were typed: nothing is chosen by them.
  package init(of handles: [NamespaceHandle], seenFrom context: Context) {
    home = context
    var known: Set<Namespace> = []
    self.handles = handles.filter { known.insert($0.namespace).inserted }
  }

  private static func handle(
    ofProcess pid: Int32, _ kind: Namespace.Kind
  ) throws(IPCError) -> NamespaceHandle {
    do throws(Errno) {
      return try NamespaceHandle(ofProcess: pid, kind)
    } catch {
      let subject = "process \(pid)"
      // One that /proc does not show looks like one that has ended.
      let isHidden = ProcessDirectory.hides(pid)
      guard error.isDenial || isHidden else {
        throw IPCError(.notFound, subject: subject, reason: "there is none, or it has ended")
      }
      let needs =
        isHidden
        ? ProcessDirectory.listNeeds : Capabilities.current().missing(of: [.systemPtrace])
      throw IPCError(
        .denied, subject: subject, operation: "open", errno: error,
        reason: "its namespaces may not be looked at", hint: "needs \(needs)")
    }
  }

  /// The same namespaces, with the objects of our own beside theirs: what their processes hold may be there.
  package var everywhere: NamespaceSelection {
    var selection = self
    selection.wanted = nil
    return selection
  }

  /// Those besides our own.
  package var others: [NamespaceHandle] { handles }

  /// Those of one kind.
  package func others(_ kind: Namespace.Kind) -> [NamespaceHandle] {
    handles.filter { $0.namespace.kind == kind }
  }

  /// The devices of the file systems that are mounted in our own mount namespace and in those that are looked into; nil
  /// where that is not known of all that were asked for.
  package var mountedDevices: Set<UInt64>? {
    coverage.isComplete ? NamespaceHandle.mountedDevices(in: others(.mount)) : nil
  }

  /// The one of that number, unless it is our own.
  package func handle(_ namespace: Namespace?) -> NamespaceHandle? {
    handles.first { $0.namespace == namespace }
  }

  /// Whether the objects of a namespace are wanted.
  package func wants(_ namespace: Namespace) -> Bool { wanted?.contains(namespace) ?? true }

  /// Whether the objects of our own namespace of a kind are wanted.
  package func wantsOwn(_ kind: Namespace.Kind) -> Bool {
    wanted?.contains { $0.kind == kind && home.isIn($0) } ?? true
  }

  /// Whether all objects are wanted, whoever holds them.
  package var isWhole: Bool { wanted == nil }

  /// Whether a process is in all the namespaces that are wanted.
  package func has(process pid: Int32) -> Bool {
    guard let wanted else { return true }
    guard let process = try? ProcessDirectory(pid) else { return false }
    return wanted.allSatisfy { namespace in
      (try? Namespace.of(process: process.descriptor, namespace.kind)) == namespace
    }
  }
}
