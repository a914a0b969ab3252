internal import Glibc
internal import SystemPackage

/// What one process uses of the limits that bind each process, and what these are.
package struct ProcessUsage: Sendable {
  package let pid: Int32
  /// The real user, who is charged for what it makes.
  package let uid: UInt32
  /// How many descriptors are open; nil when that may not be seen.
  package let descriptors: UInt64?
  /// The memory that it has locked itself, in bytes: VmLck of proc_pid_status(5).
  package let lockedBytes: UInt64
  /// How many mappings its memory has; nil when that may not be seen.
  package let mappings: UInt64?
  /// Its effective capabilities, by their bits, as far as they count for the machine.
  private let capabilities: UInt64
  /// Its soft limits; none stands for an infinite one.
  private let limits: [Resource: UInt64]

  /// nil for an infinite one.
  package func limit(_ resource: Resource) -> UInt64? { limits[resource] }

  package func isFree(by exemption: Exemption) -> Bool {
    capabilities & exemption.capabilities != 0
  }

  /// Looks; nil for what has no memory: a thread of the kernel's own, a zombie.
  ///
  /// - Throws: When it has ended.
  init?(_ pid: Int32) throws(Errno) {
    let process = try ProcessDirectory(pid)
    let status = try WholeFile.read([UInt8](path: "status"), in: process.descriptor)
    guard let uid = ByteScanner.number(behind: "Uid:", in: status.span),
      let locked = ByteScanner.number(behind: "VmLck:", in: status.span)
    else { return nil }
    self.pid = pid
    self.uid = UInt32(truncatingIfNeeded: uid)
    lockedBytes = locked.saturatingProduct(1024)
    let bits = ByteScanner.number(behind: "CapEff:", in: status.span, radix: 16) ?? 0
    let map = try WholeFile.read([UInt8](path: "uid_map"), in: process.descriptor)
    capabilities = UserMap(parsing: map.span).isIdentity ? bits : 0
    let text = try WholeFile.read([UInt8](path: "limits"), in: process.descriptor)
    var limits: [Resource: UInt64] = [:]
    for resource in Resource.allCases {
      limits[resource] = ByteScanner.number(behind: resource.label, in: text.span)
    }
    self.limits = limits
    descriptors = try Self.descriptors(of: process)
    mappings = try Self.mappings(of: process)
  }

  /// The size of the directory, which everybody may see, Linux 6.2; before it has none, and is counted out.
  private static func descriptors(
    of process: borrowing ProcessDirectory
  ) throws(Errno) -> UInt64? {
    let size = try FileStatus(of: [UInt8](path: "fd"), in: process.descriptor).size
    if size > 0 { return size }
    do throws(Errno) {
      let directory = try Descriptor(
        opening: [UInt8](path: "fd"), in: process.descriptor, flags: .directory)
      var count: UInt64 = 0
      try DirectoryEntries.forEach(in: directory) { name in
        if name[0] != UInt8(ascii: ".") { count += 1 }
        return true
      }
      return count
    } catch .permissionDenied {
      return nil
    }
  }

  /// The lines of maps, but for the page of the kernel's that is no mapping of the process
  /// (arch/x86/entry/vsyscall).
  private static func mappings(of process: borrowing ProcessDirectory) throws(Errno) -> UInt64? {
    do throws(Errno) {
      let maps = try WholeFile.read([UInt8](path: "maps"), in: process.descriptor)
      let count = UInt64(maps.count { $0 == 0x0A })
      return maps.span.hasSuffix("[vsyscall]\n") ? count - 1 : count
    } catch .permissionDenied {
      return nil
    }
  }
}

extension ProcessUsage {
  /// That of every process that can be seen but our own, which uses what it does to look.
  ///
  /// - Parameter coverage: Counts the processes of which something may not be seen.
  package static func all(coverage: inout Coverage) -> [ProcessUsage] {
    let own = getpid()
    let list = ProcessList()
    let shares = Shares<[ProcessUsage]>()
    Workers.run(min(Workers.usual, ProcessList.count / 32 + 1), opensApart: true) {
      var found: [ProcessUsage] = []
      while let share = list.take() {
        // One that ends meanwhile is no error.
        LentCapabilities.raising(Capability.sight) {
          found += share.compactMap { $0 == own ? nil : try? ProcessUsage($0) }
        }
      }
      shares.give(found)
    }
    let found = shares.all.flatMap(\.self).sorted { $0.pid < $1.pid }
    coverage.hideUnlisted(from: list.first)
    hide("descriptors of processes", found.count { $0.descriptors == nil }, &coverage)
    hide("mappings of processes", found.count { $0.mappings == nil }, &coverage)
    return found
  }

  private static func hide(_ what: String, _ count: Int, _ coverage: inout Coverage) {
    guard count > 0 else { return }
    let needs = Capabilities.current().missing(of: [.systemPtrace])
    coverage.hide(what, count: UInt64(count), needs: needs)
  }
}
