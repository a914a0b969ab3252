internal import SystemPackage

/// The locks on files that threads wait for, flock(2), fcntl(2), and who has them.
package struct FileLocks: Sendable {
  /// By the word of /proc/locks and fdinfo.
  package enum Kind: String, Sendable {
    /// flock(2).
    case wholeFile = "FLOCK"
    /// fcntl(2), of a process.
    case process = "POSIX"
    /// fcntl(2), of an open file description.
    case openFile = "OFDLCK"
    /// fcntl(2), F_SETLEASE.
    case lease = "LEASE"

    /// Those that keep others from one of this kind: of fcntl(2) one keeps off the other.
    package var rivals: [Kind] {
      switch self {
      case .process, .openFile: [.process, .openFile]
      case .wholeFile, .lease: [self]
      }
    }
  }

  private struct Key: Hashable {
    let kind: Kind
    let file: Place
  }

  /// What a lock covers, and what it lets others do.
  package struct Extent: Sendable, Hashable {
    let isExclusive: Bool
    /// The first byte, and the last one.
    let bytes: ClosedRange<UInt64>

    package init(isExclusive: Bool, bytes: ClosedRange<UInt64> = 0 ... .max) {
      self.isExclusive = isExclusive
      self.bytes = bytes
    }

    /// Whether one keeps another process from the other.
    func conflicts(with other: Extent) -> Bool {
      (isExclusive || other.isExclusive) && bytes.overlaps(other.bytes)
    }
  }

  private struct Hold: Hashable {
    let pid: Int32
    /// The descriptor through which it shows; nil for the lock of a process.
    let fd: Int32?
    let extent: Extent
  }

  private var holders: [Key: Set<Hold>] = [:]

  package init() {}

  /// Finds who has the locks on some files.
  ///
  /// Of flock and of open file descriptions /proc/locks names who locked, and not who holds it now: those are told
  /// by the lines `lock:` of fdinfo, as descriptors are inherited (KERNEL-NOTES sections 6.1 and 10). Of a process
  /// it names the one.
  ///
  /// - Parameter files: Their devices and inodes.
  package init(on files: [FileStatus]) {
    guard !files.isEmpty else { return }
    let wanted = Set(files.map(Place.init))
    let list = ProcessList()
    let shares = Shares<[(Key, Hold)]>()
    Workers.run(min(Workers.usual, ProcessList.count / 32 + 1), opensApart: true) {
      var found: [(Key, Hold)] = []
      while let pids = list.take() {
        for pid in pids {
          LentCapabilities.raising(Capability.sight) {
            try? Self.read(pid, wanted) { found.append(($0, Hold(pid: pid, fd: $1, extent: $2))) }
          }
        }
      }
      shares.give(found)
    }
    for (key, hold) in shares.all.flatMap(\.self) { holders[key, default: []].insert(hold) }
    for line in Line.all() where line.kind == .process {
      holders[Key(kind: line.kind, file: line.file), default: []].insert(
        Hold(pid: line.pid, fd: nil, extent: line.extent))
    }
  }

  /// The process that has a lease on a file to write to it alone; nil for none that /proc/locks shows.
  static func writeLease(on file: FileStatus) -> Int32? {
    Line.all().first {
      $0.kind == .lease && $0.extent.isExclusive && $0.file == Place(file)
    }?.pid
  }

  /// The processes that have a lock of that kind on a file which keeps another from taking one of its own.
  ///
  /// - Parameters:
  ///   - extent: What that is to cover; nil for any.
  ///   - pid: Who wants it, through the descriptor `fd`: what the same description has locked is no hindrance.
  package func holders(
    of file: FileStatus, _ kind: Kind, for extent: Extent?, wantedBy pid: Int32, through fd: Int32
  ) -> [Int32] {
    let all = holders[Key(kind: kind, file: Place(file))] ?? []
    let conflicting = all.filter {
      ($0.pid != pid || $0.fd != fd) && extent?.conflicts(with: $0.extent) ?? true
    }
    return Set(conflicting.map(\.pid)).sorted()
  }

  private static func read(
    _ pid: Int32, _ wanted: Set<Place>, _ visit: (Key, Int32, Extent) -> Void
  ) throws(Errno) {
    let process = try ProcessDirectory(pid)
    for table in try process.tables(of: process.threads()) {
      let links = try DescriptorLinks(of: process, thread: table.thread)
      try links.forEach { fd in
        guard let file = try? links.file(of: fd),
          wanted.contains(Place(file)),
          let info = try? links.fdinfo(fd)
        else { return }
        for line in Line.all(inInfo: info) where line.kind != .process {
          visit(Key(kind: line.kind, file: line.file), fd, line.extent)
        }
      }
    }
  }
}
