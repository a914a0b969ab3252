internal import CLinuxIPC

/// A mapping of a file: one line of /proc/PID/maps, proc_pid_maps(5).
package struct Mapping: Sendable, Equatable {
  package let start: UInt64
  package let end: UInt64
  package let isWritable: Bool
  /// MAP_SHARED: what is written reaches the object.
  package let isShared: Bool
  package let device: UInt64
  package let inode: UInt64
  /// Where in the file it begins, in bytes.
  package let offset: UInt64
  /// Where the name stands in the text that was read.
  let name: Range<Int>

  /// Where in the file an address of the mapping leads to.
  func place(of address: UInt64) -> UInt64 {
    // An offset may be any, of files with places above 2^63 as well (include/linux/fs.h, FOP_UNSIGNED_OFFSET).
    offset &+ (address &- start)
  }

  /// As the kernel told of it, the name at the start of its text.
  init(_ mapping: cipc_mapping) {
    start = mapping.start
    end = mapping.end
    isWritable = mapping.is_writable != 0
    isShared = mapping.is_shared != 0
    device = mapping.device
    inode = mapping.inode
    offset = mapping.offset
    name = 0..<mapping.name_length
  }

  /// Reads the line at the scanner and moves to the next; nil for one that is cut off or foreign.
  init?(in text: Span<UInt8>, _ scanner: inout ByteScanner) {
    let parsed = Self.fields(in: text, &scanner)
    let rest = scanner.restOfLine(in: text)
    guard let parsed else { return nil }
    (start, end, isWritable, isShared, offset, device, inode) = parsed
    name = rest
  }

  private typealias Fields = (UInt64, UInt64, Bool, Bool, UInt64, UInt64, UInt64)

  private static func fields(in text: Span<UInt8>, _ scanner: inout ByteScanner) -> Fields? {
    guard let start = scanner.number(in: text, radix: 16),
      scanner.skip(UInt8(ascii: "-"), in: text),
      let end = scanner.number(in: text, radix: 16),
      let permissions = scanner.word(in: text), permissions.count == 4,
      let offset = scanner.number(in: text, radix: 16),
      let major = scanner.number(in: text, radix: 16), scanner.skip(UInt8(ascii: ":"), in: text),
      let minor = scanner.number(in: text, radix: 16),
      let inode = scanner.decimal(in: text, as: UInt64.self)
    else { return nil }
    scanner.skipBlanks(in: text)
    let first = permissions.lowerBound
    return (
      start, end, text[first + 1] == UInt8(ascii: "w"),
      text[first + 3] == UInt8(ascii: "s"), offset,
      cipc_makedev(UInt32(truncatingIfNeeded: major), UInt32(truncatingIfNeeded: minor)), inode
    )
  }
}
