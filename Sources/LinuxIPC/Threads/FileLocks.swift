internal import CLinuxIPC
internal import SystemPackage

/// The locks on files that threads wait for, flock(2), fcntl(2), and who has them.
package struct FileLocks: Sendable {
  package enum Kind: Sendable {
    /// flock(2).
    case wholeFile
    /// fcntl(2), of a process.
    case process
    /// fcntl(2), of an open file description.
    case openFile

    /// As /proc/locks and fdinfo call it.
    fileprivate var word: String {
      switch self {
      case .wholeFile: "FLOCK"
      case .process: "POSIX"
      case .openFile: "OFDLCK"
      }
    }
  }

  private struct Key: Hashable {
    let word: String
    let device: UInt64
    let inode: UInt64
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
    let wanted = Set(files.map { Place(device: $0.device, inode: $0.inode) })
    let list = ProcessList()
    let shares = Shares<[(Key, Hold)]>()
    Workers.run(min(Workers.usual, ProcessList.count / 32 + 1), opensApart: true) {
      var found: [(Key, Hold)] = []
      while let pids = list.take() {
        for pid in pids {
          try? Self.read(pid, wanted) { found.append(($0, Hold(pid: pid, extent: $1))) }
        }
      }
      shares.give(found)
    }
    for (key, hold) in shares.all.flatMap(\.self) { holders[key, default: []].insert(hold) }
    let text = (try? WholeFile.read([UInt8](path: "/proc/locks"))) ?? []
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let words = Self.words(line)
      guard words.count >= 6, words[1] == Kind.process.word, let pid = Int32(words[4]),
        let key = Self.key(words[1], words[5])
      else { continue }
      holders[key, default: []].insert(Hold(pid: pid, extent: Self.extent(words)))
    }
  }

  private struct Place: Hashable {
    let device: UInt64
    let inode: UInt64
  }

  /// The processes that have a lock of that kind on a file which keeps others from `extent`; nil for any.
  package func holders(of file: FileStatus, _ kind: Kind, for extent: Extent?) -> [Int32] {
    let all = holders[Key(word: kind.word, device: file.device, inode: file.inode)] ?? []
    let conflicting = all.filter { extent?.conflicts(with: $0.extent) ?? true }
    return Set(conflicting.map(\.pid)).sorted()
  }

  /// `WRITE`, and the first and the last byte, of which the latter may be `EOF`.
  private static func extent(_ words: [String]) -> Extent {
    let isExclusive = words[3] != "READ"
    guard words.count >= 8, let start = UInt64(words[6]), let end = UInt64(words[7]) ?? .some(.max),
      start <= end
    else { return Extent(isExclusive: isExclusive) }
    return Extent(isExclusive: isExclusive, bytes: start...end)
  }

  private static func read(
    _ pid: Int32, _ wanted: Set<Place>, _ visit: (Key, Extent) -> Void
  ) throws(Errno) {
    let process = try ProcessDirectory(pid)
    for table in try process.tables(of: process.threads()) {
      let links = try DescriptorLinks(of: process, thread: table.thread)
      try links.forEach { fd in
        guard let file = try? links.file(of: fd),
          wanted.contains(Place(device: file.device, inode: file.inode)),
          let info = try? links.fdinfo(fd)
        else { return }
        for line in info.split(separator: UInt8(ascii: "\n"))
        where line.starts(with: Array("lock:".utf8)) {
          let words = Self.words(line.dropFirst("lock:".utf8.count))
          if words.count >= 6, words[1] != Kind.process.word, let key = key(words[1], words[5]) {
            visit(key, extent(words))
          }
        }
      }
    }
  }

  private static func words(_ line: some Sequence<UInt8>) -> [String] {
    Array(line).split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// `1: FLOCK ADVISORY WRITE 4147 fe:00:1234 0 EOF`: major and minor number are hexadecimal.
  private static func key(_ kind: String, _ file: String) -> Key? {
    let parts = file.split(separator: ":")
    guard parts.count == 3, let major = UInt32(parts[0], radix: 16),
      let minor = UInt32(parts[1], radix: 16), let inode = UInt64(parts[2])
    else { return nil }
    return Key(word: kind, device: cipc_makedev(major, minor), inode: inode)
  }
}
