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
  /// Those that were seen and could not be opened, for want of a number.
  private var unopened: [Namespace: Errno] = [:]
  /// The lowest number of a descriptor that none of them may have.
  private let mostDescriptors: Int32
  private let home = Namespace.ofThread(.mount)
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
    let limit = cipc_raise_open_files()
    mostDescriptors = Int32(clamping: limit - min(limit / 2, Self.spareDescriptors))
  }

  /// How many are left to whoever looks into what was found.
  private static let spareDescriptors: UInt64 = 128

  private var isDone: Bool { wanted.map(known.contains) ?? false }

  private mutating func run() {
    var pids: [Int32] = []
    try? ProcessDirectory.forEachPID { pid in
      pids.append(pid)
      return true
    }
    var denied: UInt64 = 0
    var unlooked: UInt64 = 0
    LentCapabilities.raising(Capability.sight) {
      for pid in pids where !isDone {
        guard let error = look(at: pid) else { continue }
        if error.isDenial { denied += 1 } else { unlooked += 1 }
      }
      for pid in pids where !isDone { lookAtDescriptors(of: pid) }
    }
    let members = wanted == nil ? Self.members : Coverage.processes
    if denied > 0 {
      coverage.hide(
        members, count: denied, needs: Capabilities.current().missing(of: Capability.sight))
    }
    if unlooked > 0 {
      coverage.hide(members, count: unlooked, needs: Errno.tooManyOpenFiles.needs([]))
    }
    coverage.hideUnlisted(from: pids.first, members)
    lookAtOwnMounts()
    // Those that are found there may have others mounted.
    var next = 0
    while next < found.count, !isDone {
      let mounts = found[next...].filter { $0.namespace.kind == .mount && $0.namespace != home }
      next = found.count
      lookAtMounts(of: mounts)
    }
    for (namespace, error) in unopened where !known.contains(namespace) {
      coverage.hide("\(namespace.kind.title)s", needs: error.needs([]))
    }
  }

  /// Takes the namespaces of a process and its threads.
  ///
  /// - Returns: What kept it from being looked at, if it is there.
  private mutating func look(at pid: Int32) -> Errno? {
    do throws(Errno) {
      let process = try ProcessDirectory(pid)
      if try process.status().isKernelThread { return nil }
      for thread in try process.threads() where thread != pid {
        try? look(in: process.descriptor, "task/\(thread)/")
      }
      // A leader that has ended has none, and others of its threads may live.
      try look(in: process.descriptor, "")
      return nil
    } catch {
      return error.isDenial || error.scarcity != nil ? error : nil
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
      let namespace = Namespace(kind: kind, inode: inode)
      do throws(Errno) {
        take(kind, try Descriptor(opening: path, in: process))
      } catch {
        guard note(namespace, error) else { throw error }
      }
    }
  }

  /// Keeps in mind what could not be opened for want of a number, which another may have that is not at the end of its.
  ///
  /// - Returns: Whether that was why.
  @discardableResult
  private mutating func note(_ namespace: Namespace, _ error: Errno) -> Bool {
    guard error.scarcity != nil else { return false }
    unopened[namespace] = error
    return true
  }

  private mutating func take(_ kind: Namespace.Kind, _ file: consuming Descriptor) {
    // Whoever looks into them has to open more.
    let isWithinLimit = file.rawValue < mostDescriptors
    guard let handle = try? NamespaceHandle(kind, adopting: file) else { return }
    guard isWithinLimit else {
      unopened[handle.namespace] = .tooManyOpenFiles
      return
    }
    if known.insert(handle.namespace).inserted { found.append(handle) }
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
          opening: [UInt8](path: "\(number)"), in: directory, flags: .path)
      else { continue }
      take(handle, namespace)
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

  /// Takes those that are mounted in our own mount namespace.
  private mutating func lookAtOwnMounts() {
    for mount in unknown((try? Mount.all(of: "nsfs")) ?? []) {
      guard !known.contains(mount.namespace),
        // Something else may be mounted over it.
        let handle = try? Descriptor(opening: mount.point, flags: .path)
      else { continue }
      take(handle, mount.namespace)
    }
  }

  /// Takes those that are mounted in others. That these may not be entered is told by who wants to.
  private mutating func lookAtMounts(of handles: [NamespaceHandle]) {
    NamespaceHandle.look(into: handles)
    var places: [[Namespace]] = []
    var questions: [(namespace: NamespaceHandle, wanted: MountedFiles.Wanted)] = []
    for handle in handles {
      let mounts = unknown(handle.namespaceMounts)
      guard !mounts.isEmpty else { continue }
      places.append(mounts.map(\.namespace))
      questions.append((handle, .namespaces(mounts.map(\.point))))
    }
    for (namespaces, answers) in zip(places, MountedFiles.fetch(questions)) {
      for (namespace, file) in zip(namespaces, answers.files) where !known.contains(namespace) {
        if let file = try? file.get() { take(file.descriptor, namespace) }
      }
    }
  }

  /// Which of some mounts are of namespaces that are not known yet, and where.
  private func unknown(_ mounts: [Mount]) -> [(namespace: Namespace, point: [UInt8])] {
    mounts.compactMap { mount in
      guard let namespace = Namespace(text: mount.root), !known.contains(namespace),
        Self.kinds.contains(namespace.kind)
      else { return nil }
      return (namespace, mount.point)
    }
  }

  /// Takes what a handle leads to, if it is that namespace.
  private mutating func take(_ handle: borrowing Descriptor, _ namespace: Namespace) {
    do throws(Errno) {
      take(namespace.kind, try Self.reopened(handle, as: namespace))
    } catch {
      note(namespace, error)
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
