internal import CLinuxIPC

extension FileLocks {
  /// A file, as the kernel tells it from others.
  struct Place: Hashable {
    let device: UInt64
    let inode: UInt64

    init(_ file: FileStatus) {
      device = file.device
      inode = file.inode
    }

    /// `fe:00:1234`: major and minor number are hexadecimal, the inode decimal.
    fileprivate init?(_ word: Substring) {
      let parts = word.split(separator: ":")
      guard parts.count == 3, let major = UInt32(parts[0], radix: 16),
        let minor = UInt32(parts[1], radix: 16), let inode = UInt64(parts[2])
      else { return nil }
      device = cipc_makedev(major, minor)
      self.inode = inode
    }
  }

  /// A lock that somebody has: a line of /proc/locks, proc_locks(5), or one of fdinfo behind `lock:`.
  struct Line {
    let kind: Kind
    let extent: Extent
    /// Who took it, and may have ended since; -1 of an open file description.
    let pid: Int32
    let file: Place

    /// `1: FLOCK ADVISORY WRITE 4147 fe:00:1234 0 EOF`. One that is waited for has an arrow before its kind.
    init?(_ text: Substring) {
      let words = text.split { $0 == " " || $0 == "\t" }
      guard words.count >= 6, let kind = Kind(rawValue: String(words[1])),
        let pid = Int32(words[4]), let file = Place(words[5])
      else { return nil }
      self.kind = kind
      self.pid = pid
      self.file = file
      let isExclusive = words[3] == "WRITE"
      if words.count >= 8, let start = UInt64(words[6]),
        let end = UInt64(words[7]) ?? .some(.max), start <= end
      {
        extent = Extent(isExclusive: isExclusive, bytes: start...end)
      } else {
        extent = Extent(isExclusive: isExclusive)
      }
    }

    /// All that /proc/locks shows.
    static func all() -> [Line] {
      all(in: (try? WholeFile.read([UInt8](path: "/proc/locks"))) ?? [])
    }

    /// Those in the text of /proc/locks.
    static func all(in text: [UInt8]) -> [Line] {
      String(decoding: text, as: UTF8.self).split(separator: "\n").compactMap(Line.init)
    }

    /// Those of one open file description.
    static func all(inInfo text: [UInt8]) -> [Line] {
      String(decoding: text, as: UTF8.self).split(separator: "\n").compactMap { line in
        line.hasPrefix("lock:") ? Line(line.dropFirst("lock:".utf8.count)) : nil
      }
    }
  }
}
