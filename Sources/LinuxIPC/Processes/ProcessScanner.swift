internal import SystemPackage

/// Walks /proc once for all mechanisms that are found among what processes hold.
///
/// It reads only what their patterns ask for: no descriptor where nobody declared links, no map where
/// nobody declared mappings, and the name and user of a process only once it was found to hold
/// something. Processes that end meanwhile are no error.
package struct ProcessScanner {
  private let descriptors: [DescriptorPattern]
  private let mappings: [MappingPattern]
  private let devices: Set<UInt64>

  /// What it takes to look into every process.
  private static let sight: [Capabilities.Capability] = [.systemPtrace, .dacReadSearch]

  package init(_ kinds: [any Sighted.Type], in context: Context) {
    let sightings = kinds.map { $0.sightings(in: context) }
    descriptors = sightings.flatMap(\.descriptors)
    mappings = sightings.flatMap(\.mappings)
    devices = mappings.reduce(into: []) { $0.formUnion($1.devices) }
  }

  /// Calls `visit` with everything that is found.
  ///
  /// - Parameter coverage: Counts the processes that may not be looked into.
  /// - Returns: False when no process could be looked for, as /proc is not there.
  package func scan(coverage: inout Coverage, _ visit: (Holding) -> Void) -> Bool {
    var denied: UInt64 = 0
    var count: UInt64 = 0
    var hasSeenInit = false
    var buffer: [UInt8] = []
    do throws(Errno) {
      try ProcessDirectory.forEachPID { pid in
        count += 1
        if pid == 1 { hasSeenInit = true }
        if !scan(pid, &buffer, visit) { denied += 1 }
        return true
      }
    } catch {
      count = 0
    }
    // At least ourselves are there, where /proc is.
    guard count > 0 else {
      coverage.hide("holders", count: nil, needs: "/proc")
      return false
    }
    if denied > 0 {
      coverage.hide(
        "processes", count: denied, needs: Capabilities.current().missing(of: Self.sight))
    }
    // Every pid namespace has an init while it lives; where it is not listed, others are not either.
    if !hasSeenInit {
      coverage.hide(
        "processes", count: nil, needs: "CAP_SYS_PTRACE, or /proc mounted without hidepid")
    }
    return true
  }

  /// Calls `visit` with everything that one process holds.
  ///
  /// - Throws: `notFound` when there is no such process, `denied` when a part of it may not be looked
  ///   at: it was asked for by name.
  package func scan(process pid: Int32, _ visit: (Holding) -> Void) throws(IPCError) {
    let process = LastProcess(pid, at: 0)
    guard let process, process.state != .dead else {
      throw IPCError(
        .notFound, subject: "process \(pid)", reason: "there is none, or it has ended")
    }
    var buffer: [UInt8] = []
    // One that hidepid (proc(5)) hides looks to the scan like one that has ended.
    guard process.state != .hidden, scan(pid, &buffer, visit) else {
      let needs = Capabilities.current().missing(of: Self.sight)
      throw IPCError(
        .denied, subject: "process \(pid)", reason: "what it holds may not be looked at",
        hint: "needs \(needs)")
    }
  }

  /// One process. Returns false when a part of it may not be looked at.
  private func scan(_ pid: Int32, _ buffer: inout [UInt8], _ visit: (Holding) -> Void) -> Bool {
    do throws(Errno) {
      let process = try ProcessDirectory(pid)
      var found: [Finding] = []
      var isWhole = true
      if !mappings.isEmpty { isWhole = try scanMappings(process, &buffer, &found) && isWhole }
      if !descriptors.isEmpty { isWhole = try scanDescriptors(process, &found) && isWhole }
      if !found.isEmpty { try report(found, of: process, visit) }
      if isWhole { return true }
      // A kernel thread holds nothing, and the rights to see that do not matter.
      return try process.status().isKernelThread
    } catch .noSuchFileOrDirectory, .noSuchProcess {
      // It ended: whatever it held it holds no more.
      return true
    } catch {
      return false
    }
  }

  /// Something a process holds, before it is known who the process is.
  private struct Finding {
    let object: ObjectIdentity
    let fd: Int32?
    let access: Holder.Access
    let sighting: Sighting
    var mappings: UInt64 = 0
    var isHuge = false
  }

  private func report(
    _ found: [Finding], of process: borrowing ProcessDirectory, _ visit: (Holding) -> Void
  ) throws(Errno) {
    let command = try process.status().command
    let uid = try process.uid()
    for finding in found {
      visit(
        Holding(
          object: finding.object,
          holder: Holder(
            pid: process.pid, command: command, uid: uid, fd: finding.fd, access: finding.access,
            mappings: finding.mappings, isHuge: finding.isHuge),
          sighting: finding.sighting))
    }
  }

  private func scanMappings(
    _ process: borrowing ProcessDirectory, _ buffer: inout [UInt8], _ found: inout [Finding]
  ) throws(Errno) -> Bool {
    guard try Self.readMaps(of: process, into: &buffer) else { return false }
    var namespaces: [Namespace.Kind: UInt64] = [:]
    let text = buffer.span
    var scanner = ByteScanner()
    while !scanner.isAtEnd(of: text) {
      guard let mapping = Mapping(in: text, &scanner), devices.contains(mapping.device) else {
        continue
      }
      guard
        let (object, isHuge) = identify(mapping, in: text, of: process, namespaces: &namespaces)
      else { continue }
      let access: Holder.Access =
        mapping.isShared && mapping.isWritable ? .mapReadWrite : .mapRead
      if let known = found.firstIndex(where: { $0.object == object && $0.access == access }) {
        found[known].mappings += 1
      } else {
        found.append(
          Finding(
            object: object, fd: nil, access: access,
            sighting: .mapping(mapping, name: text.bytes(mapping.name)), mappings: 1,
            isHuge: isHuge))
      }
    }
    return true
  }

  /// Reads the maps of `process`; false when it may not be.
  static func readMaps(
    of process: borrowing ProcessDirectory, into buffer: inout [UInt8]
  ) throws(Errno) -> Bool {
    buffer.removeAll(keepingCapacity: true)
    do throws(Errno) {
      let maps = try Descriptor(opening: [UInt8](path: "maps"), in: process.descriptor)
      try WholeFile.append(maps, to: &buffer)
      return true
    } catch {
      guard error == .permissionDenied || error == .notPermitted else { throw error }
      return false
    }
  }

  private func identify(
    _ mapping: Mapping, in text: Span<UInt8>, of process: borrowing ProcessDirectory,
    namespaces: inout [Namespace.Kind: UInt64]
  ) -> (ObjectIdentity, isHuge: Bool)? {
    for pattern in mappings {
      guard pattern.devices.contains(mapping.device),
        text.hasPrefix(pattern.prefix, at: mapping.name.lowerBound),
        pattern.accepts(text.bytes(mapping.name))
      else { continue }
      var namespace: UInt64 = 0
      if let kind = pattern.namespace {
        if namespaces[kind] == nil {
          namespaces[kind] = (try? Namespace.of(process: process.descriptor, kind))?.inode ?? 0
        }
        namespace = namespaces[kind] ?? 0
      }
      if let object = pattern.identify(mapping, namespace) {
        return (object, pattern.hugeDevices.contains(mapping.device))
      }
    }
    return nil
  }

  private func scanDescriptors(
    _ process: borrowing ProcessDirectory, _ found: inout [Finding]
  ) throws(Errno) -> Bool {
    let directory: Descriptor
    do throws(Errno) {
      directory = try Descriptor(
        opening: [UInt8](path: "fd"), in: process.descriptor, flags: .directory)
    } catch {
      guard error == .permissionDenied || error == .notPermitted else { throw error }
      return false
    }
    var isWhole = true
    var links: [Finding] = []
    let reader = DescriptorLinks(directory: directory.rawValue)
    try DirectoryEntries.forEach(in: directory) { name in
      var scanner = ByteScanner()
      guard let fd = scanner.decimal(in: name, as: Int32.self) else { return true }
      switch reader.identify(name.bytes(0..<name.count), descriptors) {
      case .object(let object, let sighting, let access):
        links.append(
          Finding(object: object, fd: fd, access: access, sighting: .descriptor(sighting)))
      case .denied: isWhole = false
      case .none: break
      }
      return true
    }
    found += links
    return isWhole
  }
}
