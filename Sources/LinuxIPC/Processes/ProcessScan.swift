internal import Glibc
internal import SystemPackage

/// One worker's look at one process after the other, with buffers that are used again.
struct ProcessScan {
  private let scanner: ProcessScanner
  private let census: DescriptorCensus?
  private var mappings = MappingReader()
  private var link = [UInt8](repeating: 0, count: DescriptorLinks.bufferSize)
  private var found: [Finding] = []
  /// By mount namespace.
  private var slowMounts: [UInt64: SlowMounts] = [:]
  /// What was seen to be hidden.
  private(set) var coverage = Coverage()

  /// - Parameter census: One that is taken, or will be.
  init(_ scanner: ProcessScanner, _ census: DescriptorCensus? = nil) {
    self.scanner = scanner
    self.census = census
  }

  /// Looks at a process, and gives what it holds to `visit`, unless that is nothing. Returns false when a
  /// part of it may not be looked at.
  mutating func run(_ pid: Int32, _ visit: (HolderProcess, [Finding]) -> Void) -> Bool {
    // A thread that stood for its process may end; then another one does.
    for _ in 0..<8 {
      if let isWhole = look(pid, visit) { return isWhole }
    }
    return false
  }

  /// The same; nil when the thread ended that was looked at in the place of its process.
  private mutating func look(
    _ pid: Int32, _ visit: (HolderProcess, [Finding]) -> Void
  ) -> Bool? {
    found.removeAll(keepingCapacity: true)
    do throws(Errno) {
      let seen = try LentCapabilities.raising(Capability.sight) { () throws(Errno) in
        try gather(pid)
      }
      guard let seen else { return nil }
      if let holder = seen.holder { visit(holder, found) }
      return seen.isWhole
    } catch .noSuchFileOrDirectory, .noSuchProcess {
      // It ended: whatever it held it holds no more.
      return true
    } catch {
      return isWhole(after: error, "processes")
    }
  }

  /// Looks for all that a process holds; nil as above.
  private mutating func gather(
    _ pid: Int32
  ) throws(Errno) -> (isWhole: Bool, holder: HolderProcess?)? {
    let process = try ProcessDirectory(pid)
    var isWhole = true
    let threads = try process.threads()
    for table in try process.tables(of: threads) {
      do throws(Errno) {
        isWhole = try scan(process, table) && isWhole
      } catch {
        guard table.thread != nil, error == .noSuchFileOrDirectory || error == .noSuchProcess
        else { throw error }
        // Of a thread beside others, what it alone held went with it.
        if table.hasOwnMappings { return nil }
      }
    }
    if !scanner.openings.isEmpty { isWhole = try scanOpenings(of: process, threads) && isWhole }
    var holder: HolderProcess?
    if !found.isEmpty {
      let command = scanner.readsCommands ? try process.command() : []
      holder = HolderProcess(pid: pid, command: command, uid: try process.uid())
    }
    // A kernel thread holds nothing, and the rights to see that do not matter.
    if !isWhole { isWhole = try process.status().isKernelThread }
    return (isWhole, holder)
  }

  /// Whether a refusal leaves nothing for more privileges to show: then it is a gap of its own.
  private mutating func isWhole(after error: Errno, _ what: String) -> Bool {
    if error.isDenial { return false }
    coverage.hide(what, needs: error.needs([]))
    return true
  }

  private mutating func scan(
    _ process: borrowing ProcessDirectory, _ table: DescriptorTable
  ) throws(Errno) -> Bool {
    var isWhole = true
    if !scanner.mappings.isEmpty, table.hasOwnMappings {
      do throws(Errno) {
        isWhole = try scanMappings(of: process, table.thread)
      } catch {
        // What is open does not depend on what is mapped.
        if error == .noSuchFileOrDirectory || error == .noSuchProcess { throw error }
        isWhole = self.isWhole(after: error, "mappings of processes")
      }
    }
    if scanner.descriptors.isEmpty { return isWhole }
    let known = found.count
    defer { if !table.hasOwnMappings { dropKnown(from: known) } }
    do throws(Errno) {
      return try scanDescriptors(of: process, table.thread) && isWhole
    } catch {
      guard error.isDenial else { throw error }
      return false
    }
  }

  /// Drops what a table of descriptors has in common with those before it: a holder has a descriptor once.
  private mutating func dropKnown(from start: Int) {
    struct Place: Hashable {
      let object: ObjectIdentity
      let fd: Int32?
    }
    var places = Set(found[..<start].map { Place(object: $0.object, fd: $0.fd) })
    let new = found[start...].filter { places.insert(Place(object: $0.object, fd: $0.fd)).inserted }
    found.replaceSubrange(start..., with: new)
  }

  private mutating func scanMappings(
    of process: borrowing ProcessDirectory, _ thread: Int32?
  ) throws(Errno) -> Bool {
    struct Hold: Hashable {
      let object: ObjectIdentity
      let access: Holder.Access
    }
    var holds: [Hold: Int] = [:]
    let patterns = scanner.mappings
    var namespaces: [Namespace.Kind: UInt64] = [:]
    var found = take()
    defer { self.found = found }
    return try mappings.forEach(
      of: process, thread: thread, wantsPrivate: patterns.wantsPrivate
    ) { mapping, text in
      guard
        let answer = patterns.identify(mapping, in: text, of: process, namespaces: &namespaces)
      else { return }
      let access: Holder.Access =
        mapping.isShared && mapping.isWritable ? .mapReadWrite : .mapRead
      let hold = Hold(object: answer.object, access: access)
      if let known = holds[hold] {
        found[known].mappings += 1
        return
      }
      holds[hold] = found.count
      let isWanted = scanner.wantsSightings[answer.family]
      found.append(
        Finding(
          object: answer.object, fd: nil, access: access, mappings: 1, isHuge: answer.isHuge,
          family: answer.family,
          sighting: isWanted
            ? .mapping(
              MappingSighting(
                pid: process.pid, mapping: mapping, name: text.bytes(mapping.name))) : nil))
    }
  }

  private mutating func scanDescriptors(
    of process: borrowing ProcessDirectory, _ thread: Int32?
  ) throws(Errno) -> Bool {
    let links = try DescriptorLinks(of: process, thread: thread)
    let slow = slowMounts(of: process)
    var found = take()
    defer { self.found = found }
    var isWhole = true
    let known = thread == nil ? census?.entries(of: process.pid) : nil
    func see(_ fd: Int32, _ entry: DescriptorCensus.Entry?) {
      do throws(Errno) {
        let look = try links.identify(
          fd, scanner.descriptors, below: slow, known: entry, &link)
        guard case .object(let answer) = look else { return note(look, links, fd) }
        // A handle (O_PATH) is no hold on an object.
        guard let access = answer.access else { return }
        var sighting: Sighting?
        if scanner.wantsSightings[answer.family] { sighting = .descriptor(answer.sighting) }
        found.append(
          Finding(
            object: answer.object, fd: fd, access: access, family: answer.family,
            sighting: sighting))
      } catch {
        // FUSE refuses whoever is not its user, and root too (fs/fuse/dir.c, fuse_getattr).
        if error == .permissionDenied, links.hasReadableLink(fd, &link) {
          coverage.hide(
            "files", needs: "to be their user, whom alone their file system shows them to")
        } else {
          isWhole = self.isWhole(after: error, "descriptors") && isWhole
        }
      }
    }
    if let known {
      for entry in known { see(entry.fd, entry) }
    } else {
      try links.forEach { see($0, nil) }
    }
    return isWhole
  }

  /// Counts what a descriptor hides that is none of an object that is looked for.
  private mutating func note(
    _ look: DescriptorLinks.Look, _ links: borrowing DescriptorLinks, _ fd: Int32
  ) {
    switch look {
    case .passedOver:
      coverage.hide(
        "descriptors on network file systems", needs: "their servers to be asked, which may hang")
    case .blindSpot(let spot):
      guard let count = links.count(behind: fd, spot) else { return }
      coverage.hide(spot.what, count: count, needs: spot.needs)
    case .unlinked(let what):
      coverage.hide("descriptors of unlinked \(what)", needs: "a name, which they have lost")
    case .object, .nothing: break
    }
  }

  /// Where no file may be looked at that a process has open; nil when any may.
  private mutating func slowMounts(of process: borrowing ProcessDirectory) -> SlowMounts? {
    let following = scanner.descriptors.following
    if following.isSafe { return nil }
    guard let namespace = try? Namespace.of(process: process.descriptor, .mount) else {
      return .everything
    }
    if let known = slowMounts[namespace.inode] { return known }
    let mounts = following.slowMounts(of: process)
    slowMounts[namespace.inode] = mounts
    return mounts
  }

  private static let whatOpeningsNeed =
    "a path that still leads to them, and an answer from the server of their file system"

  /// Looks for threads that wait in open(2).
  private mutating func scanOpenings(
    of process: borrowing ProcessDirectory, _ threads: [Int32]
  ) throws(Errno) -> Bool {
    for thread in threads {
      let look: OpenSighting.Look
      do throws(Errno) {
        look = try OpenSighting.look(process, thread)
      } catch .noSuchFileOrDirectory, .noSuchProcess {
        continue
      } catch {
        return isWhole(after: error, "waits for FIFOs")
      }
      if case .unknown = look {
        coverage.hide(
          "waits for FIFOs",
          needs: LentCapabilities.areLent
            ? "\(Self.whatOpeningsNeed), or the right to search where they are"
            : Self.whatOpeningsNeed)
      }
      guard case .opening(let seen) = look else { continue }
      for opening in scanner.openings {
        guard let object = opening.identify(seen.file) else { continue }
        let isWanted = scanner.wantsSightings[opening.family]
        found.append(
          Finding(
            object: object, fd: nil, access: seen.access, waitingThread: thread,
            family: opening.family, sighting: isWanted ? .opening(seen) : nil))
        break
      }
    }
    return true
  }

  /// Moves the findings out, so that they grow in place while another part of `self` is in use.
  private mutating func take() -> [Finding] {
    var taken: [Finding] = []
    swap(&taken, &found)
    return taken
  }
}
