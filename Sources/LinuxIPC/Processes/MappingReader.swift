internal import CLinuxIPC
internal import SystemPackage

/// Reads the mappings of one process after the other, with buffers that are used again.
struct MappingReader {
  private var name = [UInt8](repeating: 0, count: 4096)
  private var text: [UInt8] = []

  /// Calls `visit` with each mapping of a file, and the text in which its name stands.
  ///
  /// Asks the kernel for what is wanted, mapping by mapping, and reads the whole text of maps where it
  /// cannot be asked, before Linux 6.11 (KERNEL-NOTES section 8.1).
  ///
  /// - Parameters:
  ///   - thread: A thread that stands for its process.
  ///   - wantsPrivate: Of what devices private mappings are wanted too, of which each library makes several;
  ///     there may be others anyway. nil for none.
  /// - Returns: false when they may not be looked at.
  mutating func forEach(
    of process: borrowing ProcessDirectory, thread: Int32? = nil,
    wantsPrivate: ((_ device: UInt64) -> Bool)? = nil, _ visit: (Mapping, Span<UInt8>) -> Void
  ) throws(Errno) -> Bool {
    do throws(Errno) {
      let path = thread.map { "task/\($0)/maps" } ?? "maps"
      let maps = try Descriptor(opening: [UInt8](path: path), in: process.descriptor)
      var start: UInt64 = 0
      do throws(Errno) {
        try query(maps, from: &start, wantsPrivate, visit)
      } catch .inappropriateIOCTLForDevice, .invalidArgument, .fileNameTooLong {
        // A path that is longer than a page is in the text alone (fs/proc/task_mmu.c, do_procmap_query).
        try read(maps, from: start, visit)
      } catch .noSuchProcess {
        // A kernel thread has no memory; one that ended is found out by the next read.
      }
      return true
    } catch {
      guard error == .permissionDenied || error == .notPermitted else { throw error }
      return false
    }
  }

  private mutating func query(
    _ maps: borrowing Descriptor, from start: inout UInt64,
    _ wantsPrivate: ((_ device: UInt64) -> Bool)?, _ visit: (Mapping, Span<UInt8>) -> Void
  ) throws(Errno) {
    do throws(Errno) {
      while true {
        if let wantsPrivate {
          // To compose a name takes longer than all the rest, and nearly none is wanted.
          let next = try mapping(maps, from: start, isShared: false, named: false)
          start = next.start
          if next.is_shared == 0, !wantsPrivate(next.device) {
            start = next.end
            continue
          }
        }
        let found = try mapping(maps, from: start, isShared: wantsPrivate == nil, named: true)
        visit(Mapping(found), name.span)
        start = found.end
      }
    } catch {
      if error != .noSuchFileOrDirectory { throw error }
    }
  }

  /// The first mapping of a file that ends behind an address; its name goes to `name`.
  private mutating func mapping(
    _ maps: borrowing Descriptor, from start: UInt64, isShared: Bool, named: Bool
  ) throws(Errno) -> cipc_mapping {
    let maps = maps.rawValue
    var found = cipc_mapping()
    try unsafe name.withUnsafeMutableBytesCarrying { (bytes) throws(Errno) in
      let buffer = unsafe bytes.bindMemory(to: CChar.self)
      _ = try systemCall {
        unsafe cipc_next_mapping(
          maps, start, isShared ? 1 : 0, &found, buffer.baseAddress, named ? buffer.count : 0)
      }
    }
    return found
  }

  private mutating func read(
    _ maps: borrowing Descriptor, from start: UInt64, _ visit: (Mapping, Span<UInt8>) -> Void
  ) throws(Errno) {
    text.removeAll(keepingCapacity: true)
    try WholeFile.append(maps, to: &text)
    Self.parse(text.span, from: start, visit)
  }

  /// Calls `visit` with the mappings of files in the text of maps that begin at `start` or behind it.
  static func parse(
    _ text: Span<UInt8>, from start: UInt64, _ visit: (Mapping, Span<UInt8>) -> Void
  ) {
    var scanner = ByteScanner()
    while !scanner.isAtEnd(of: text) {
      guard let mapping = Mapping(in: text, &scanner), mapping.start >= start,
        mapping.inode != 0 || mapping.device != 0
      else { continue }
      visit(mapping, text)
    }
  }
}
