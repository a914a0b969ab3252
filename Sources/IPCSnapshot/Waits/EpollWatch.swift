internal import CLinuxIPC
internal import LinuxIPC

/// What an epoll(7) instance watches: a line of its fdinfo, proc_pid_fdinfo(5).
struct EpollWatch: Equatable {
  let fd: Int32
  let reads: Bool
  let writes: Bool
  let device: UInt64
  let inode: UInt64

  /// Whether a descriptor leads to that file, where it has an inode of its own.
  func isFile(_ seen: ThreadDescriptors.Found) -> Bool {
    switch seen {
    case .object(let identity, _):
      identity.space == .file && identity.device == device && identity.inode == inode
    case .other(let text, let file):
      !text.starts(with: Array("anon_inode:".utf8)) && file?.device == device
        && file?.inode == inode
    case .unknown: false
    }
  }

  /// `tfd: 7 events: 19 data: 7 pos:0 ino:1a sdev:f`; all but the first are hexadecimal.
  static func all(in info: [UInt8]) -> [EpollWatch] {
    info.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard line.starts(with: Array("tfd:".utf8)) else { return nil }
      let text = Array(line)
      guard let fd = number("tfd:", in: text, radix: 10).flatMap({ Int32(exactly: $0) }),
        let events = number("events:", in: text), let inode = number("ino:", in: text),
        let device = number("sdev:", in: text)
      else { return nil }
      let bits = Int16(truncatingIfNeeded: events)
      // An end or an error is told of whatever was asked for; nothing at all of what was used up (EPOLLONESHOT).
      let isForEnd = bits & cipc_pollend != 0 && bits & (cipc_pollin | cipc_pollout) == 0
      return EpollWatch(
        fd: fd, reads: bits & cipc_pollin != 0 || isForEnd, writes: bits & cipc_pollout != 0,
        // The kernel's own form (include/linux/kdev_t.h).
        device: cipc_makedev(
          UInt32(truncatingIfNeeded: device >> 20), UInt32(truncatingIfNeeded: device & 0xFFFFF)),
        inode: inode)
    }
  }

  private static func number(_ label: String, in line: [UInt8], radix: UInt64 = 16) -> UInt64? {
    let mark = Array(label.utf8)
    for start in line.indices.dropLast(mark.count)
    where line[start...].starts(with: mark) && (start == 0 || line[start - 1] == UInt8(ascii: " "))
    {
      var scanner = ByteScanner(at: start + mark.count)
      scanner.skipBlanks(in: line.span)
      return scanner.number(in: line.span, radix: radix)
    }
    return nil
  }
}
