internal import LinuxIPC
internal import Tabulate

/// Holders in a line of a table.
enum HolderText {
  /// How many are named; the others are counted.
  static let most = 8

  /// Their pids, each with a letter behind it when it can only read (`r`) or only write (`w`), or accepts
  /// connections (`l`); `-` for nobody.
  static func brief(_ holders: [Holder]) -> [UInt8] {
    brief(holders.lazy.map { ($0.pid, $0.access) })
  }

  /// The same of threads that wait to hold.
  static func brief(_ waiters: [Waiter]) -> [UInt8] {
    brief(waiters.lazy.map { ($0.process.pid, $0.access) })
  }

  /// Their names and pids, each process once.
  static func named(_ holders: [Holder]) -> Cell {
    var entries: [Cell] = []
    var seen: Set<Int32> = []
    for (index, holder) in holders.enumerated() where seen.insert(holder.pid).inserted {
      if seen.count > most {
        entries.append(.text("+\(Set(holders[index...].map(\.pid)).count)"))
        break
      }
      entries.append(.text(holder.command + Array("(\(holder.pid))".utf8)))
    }
    return .list(entries)
  }

  private static func brief(
    _ holders: some Sequence<(Int32, Holder.Access)>
  ) -> [UInt8] {
    var text: [UInt8] = []
    var last: (pid: Int32, mark: UInt8?)?
    var count = 0
    for (pid, access) in holders {
      let mark = mark(access)
      // A process that holds twice in one way is named once.
      if let last, last == (pid, mark) { continue }
      last = (pid, mark)
      count += 1
      if count > most { continue }
      if count > 1 { text.append(UInt8(ascii: ",")) }
      text.append(decimal: Int64(pid))
      if let mark { text.append(mark) }
    }
    if count > most {
      text.append(contentsOf: ",+".utf8)
      text.append(decimal: Int64(count - most))
    }
    return text.isEmpty ? [UInt8(ascii: "-")] : text
  }

  private static func mark(_ access: Holder.Access) -> UInt8? {
    switch access {
    case .read, .mapRead: UInt8(ascii: "r")
    case .write: UInt8(ascii: "w")
    case .listen: UInt8(ascii: "l")
    case .readWrite, .mapReadWrite: nil
    }
  }
}
