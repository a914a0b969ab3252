internal import CLinuxIPC
internal import SystemPackage

/// Finds the namespaces of the machine that objects may be in: those of every process and thread, those that
/// nothing but a descriptor holds, and those that nothing but a bind mount does, in whatever mount namespace.
package struct NamespaceSearch {
  /// The kinds that are looked for.
  package static let kinds: [Namespace.Kind] = [.ipc, .net, .mount]

  /// What was found, by kind and inode, each held open.
  package private(set) var found: [NamespaceHandle] = []
  package private(set) var coverage = Coverage()
  private var known: Set<Namespace> = []
  /// What ends the search as soon as it is found; nil to find all.
  private let wanted: Namespace?

  /// Every namespace.
  package static func all() -> NamespaceSearch {
    var search = NamespaceSearch(wanted: nil)
    search.run()
    search.found.sort {
      $0.namespace.kind == $1.namespace.kind
        ? $0.namespace.inode < $1.namespace.inode
        : $0.namespace.kind.rawValue < $1.namespace.kind.rawValue
    }
    return search
  }

  /// One of which the inode is known.
  ///
  /// - Parameter subject: What is asked for, for errors.
  package static func find(
    _ namespace: Namespace, _ subject: String
  ) throws(IPCError) -> NamespaceHandle {
    var search = NamespaceSearch(wanted: namespace)
    search.run()
    if let handle = search.found.first(where: { $0.namespace == namespace }) { return handle }
    throw search.coverage.missing(
      subject, "there is no \(namespace.kind.title) \(namespace.inode), or it has gone")
  }

  /// What is hidden where it may not be seen in which namespaces processes are.
  private static let members = "namespaces of processes"

  private init(wanted: Namespace?) {
    self.wanted = wanted
  }

  private var isDone: Bool { wanted.map(known.contains) ?? false }

  private mutating func run() {
    var pids: [Int32] = []
    try? ProcessDirectory.forEachPID { pid in
      pids.append(pid)
      return true
    }
    var denied: UInt64 = 0
    LentCapabilities.raising(Capability.sight) {
      for pid in pids where !isDone {
        if !look(at: pid) { denied += 1 }
      }
      for pid in pids where !isDone { lookAtDescriptors(of: pid) }
    }
    if denied > 0 {
      coverage.hide(
        wanted == nil ? Self.members : Coverage.processes, count: denied,
        needs: Capabilities.current().missing(of: Capability.sight))
    }
    // Every pid namespace has an init while it lives; where it is not listed, others are not either.
    if pids.first != 1 {
      coverage.hide(
        wanted == nil ? Self.members : Coverage.processes, count: nil,
        needs: ProcessDirectory.listNeeds)
    }
    lookAtMounts(of: nil)
    // Those that are found there may have others mounted.
    var next = 0
    while next < found.count, !isDone {
      if found[next].namespace.kind == .mount { lookAtMounts(of: found[next]) }
      next += 1
    }
  }

  /// Takes the namespaces of a process and its threads.
  ///
  /// - Returns: False when they may not be seen.
  private mutating func look(at pid: Int32) -> Bool {
    do throws(Errno) {
      let process = try ProcessDirectory(pid)
      if try process.status().isKernelThread { return true }
      for thread in try process.threads() where thread != pid {
        try? look(in: process.descriptor, "task/\(thread)/")
      }
      // A leader that has ended has none, and others of its threads may live.
      try look(in: process.descriptor, "")
      return true
    } catch {
      return !error.isDenial
    }
  }

  private mutating func look(
    in process: borrowing Descriptor, _ place: String
  ) throws(Errno) {
    for kind in Self.kinds {
      let path = [UInt8](path: "\(place)ns/\(kind.rawValue)")
      // To look costs less than to open, and most have those of somebody before them.
      let inode = try FileStatus(of: path, in: process).inode
      guard !known.contains(Namespace(kind: kind, inode: inode)) else { continue }
      do throws(Errno) {
        take(kind, try Descriptor(opening: path, in: process))
      } catch {
        guard error == .tooManyOpenFiles || error == .tooManyOpenFilesInSystem else { throw error }
        known.insert(Namespace(kind: kind, inode: inode))
        coverage.hide("\(kind.title)s", needs: error.needs([]))
      }
    }
  }

  private mutating func take(_ kind: Namespace.Kind, _ file: consuming Descriptor) {
    guard let handle = try? NamespaceHandle(kind, adopting: file),
      known.insert(handle.namespace).inserted
    else { return }
    found.append(handle)
  }

  /// Takes the namespaces that a process has open. Only its own table is read: what a thread opened for itself
  /// alone is for as long as it takes to enter.
  private mutating func lookAtDescriptors(of pid: Int32) {
    guard
      let directory = try? Descriptor(
        opening: [UInt8](path: "/proc/\(pid)/fd"), flags: .directory)
    else { return }
    var numbers: [Int32] = []
    try? DirectoryEntries.forEach(in: directory) { name in
      var scanner = ByteScanner()
      if let number = scanner.decimal(in: name, as: Int32.self) { numbers.append(number) }
      return true
    }
    for number in numbers {
      guard let namespace = Self.namespace(of: number, in: directory),
        Self.kinds.contains(namespace.kind), !known.contains(namespace),
        // It may be another file by now. A handle on that opens nothing.
        let handle = try? Descriptor(
          opening: [UInt8](path: "\(number)"), in: directory, flags: .path),
        let file = try? Self.reopened(handle, as: namespace)
      else { continue }
      take(namespace.kind, file)
    }
  }

  /// The namespace that a descriptor is of, as its link has it; nil for all else.
  private static func namespace(
    of descriptor: Int32, in directory: borrowing Descriptor
  ) -> Namespace? {
    var text = [UInt8](repeating: 0, count: 64)
    let directory = directory.rawValue
    let length = try? unsafe text.withUnsafeMutableBytesCarrying { (memory) throws(Errno) in
      try systemCall {
        unsafe cipc_fd_readlink(directory, descriptor, memory.baseAddress, memory.count)
      }
    }
    guard let length else { return nil }
    return Namespace(text: Array(text.prefix(Int(length))))
  }

  /// Takes what is mounted in a mount namespace; nil is our own.
  private mutating func lookAtMounts(of mounts: NamespaceHandle?) {
    let known = known
    let look: @Sendable () -> [NamespaceHandle] = {
      let mounted = (try? Mount.all(of: "nsfs")) ?? []
      return mounted.compactMap { mount in
        guard let namespace = Namespace(text: mount.root), !known.contains(namespace),
          Self.kinds.contains(namespace.kind),
          // Something else may be mounted over it.
          let handle = try? Descriptor(opening: mount.point, flags: .path),
          let file = try? Self.reopened(handle, as: namespace)
        else { return nil }
        return try? NamespaceHandle(namespace.kind, adopting: file)
      }
    }
    guard let mounts else {
      for handle in look() where self.known.insert(handle.namespace).inserted {
        found.append(handle)
      }
      return
    }
    // That it may not be entered is told by who wants to.
    for handle in (try? mounts.run(look)) ?? []
    where self.known.insert(handle.namespace).inserted {
      found.append(handle)
    }
  }

  /// The namespace that `handle` leads to, opened.
  private static func reopened(
    _ handle: borrowing Descriptor, as namespace: Namespace
  ) throws(Errno) -> Descriptor {
    var type: UInt64 = 0
    let number = handle.rawValue
    guard unsafe cipc_fstatfs_type(number, &type) == 0, type == cipc_nsfs_magic,
      try handle.status().inode == namespace.inode
    else { throw .noSuchFileOrDirectory }
    return try handle.reopened(.readOnly)
  }
}
