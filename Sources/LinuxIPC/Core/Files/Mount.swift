internal import CLinuxIPC
internal import SystemPackage

/// A mount, as /proc/PID/mountinfo tells of it (proc_pid_mountinfo(5)).
struct Mount: Equatable {
  /// What of the file system is mounted: `/` is all of it.
  let root: [UInt8]
  /// Where, as seen from our root directory.
  let point: [UInt8]

  /// The mounts of file systems of `type` that the calling thread sees.
  static func all(of type: String) throws(Errno) -> [Mount] {
    let text = try WholeFile.read([UInt8](path: "/proc/thread-self/mountinfo"))
    return parse(text.span, type: type)
  }

  /// Those of one of `types` that a process sees.
  static func all(
    of types: [String], in process: borrowing ProcessDirectory
  ) throws(Errno) -> [Mount] {
    let text = try WholeFile.read([UInt8](path: "mountinfo"), in: process.descriptor)
    return types.flatMap { parse(text.span, type: $0) }
  }

  /// Lines that are cut off tell of nothing.
  static func parse(_ text: Span<UInt8>, type: String) -> [Mount] {
    var mounts: [Mount] = []
    var scanner = ByteScanner()
    while !scanner.isAtEnd(of: text) {
      if let mount = mount(in: text, &scanner, type: type) { mounts.append(mount) }
      _ = scanner.restOfLine(in: text)
    }
    return mounts
  }

  /// The devices of all file systems that are mounted.
  static func devices(in text: Span<UInt8>) -> Set<UInt64> {
    var devices: Set<UInt64> = []
    var scanner = ByteScanner()
    while !scanner.isAtEnd(of: text) {
      if let device = device(in: text, &scanner) { devices.insert(device) }
      _ = scanner.restOfLine(in: text)
    }
    return devices
  }

  /// The options of the file system itself that is mounted from a device, the last field of a line; nil where none is.
  static func options(ofDevice wanted: UInt64, in text: Span<UInt8>) -> [UInt8]? {
    var scanner = ByteScanner()
    while !scanner.isAtEnd(of: text) {
      if device(in: text, &scanner) == wanted, type(in: text, &scanner) != nil,
        scanner.word(in: text) != nil, let options = scanner.word(in: text)
      {
        return text.bytes(options)
      }
      _ = scanner.restOfLine(in: text)
    }
    return nil
  }

  /// The type of the file system of a device; nil where none is mounted.
  static func type(ofDevice wanted: UInt64, in text: Span<UInt8>) -> [UInt8]? {
    var scanner = ByteScanner()
    while !scanner.isAtEnd(of: text) {
      if device(in: text, &scanner) == wanted { return type(in: text, &scanner) }
      _ = scanner.restOfLine(in: text)
    }
    return nil
  }

  /// The third field of a line.
  private static func device(in text: Span<UInt8>, _ scanner: inout ByteScanner) -> UInt64? {
    guard scanner.word(in: text) != nil, scanner.word(in: text) != nil,
      let major = scanner.number(in: text, radix: 10), scanner.skip(UInt8(ascii: ":"), in: text),
      let minor = scanner.number(in: text, radix: 10)
    else { return nil }
    return cipc_makedev(UInt32(truncatingIfNeeded: major), UInt32(truncatingIfNeeded: minor))
  }

  /// The type of the file system of the mount `id`, in the text of mountinfo; nil when there is none.
  static func type(of id: UInt64, in text: Span<UInt8>) -> [UInt8]? {
    var scanner = ByteScanner()
    while !scanner.isAtEnd(of: text) {
      if scanner.decimal(in: text, as: UInt64.self) == id { return type(in: text, &scanner) }
      _ = scanner.restOfLine(in: text)
    }
    return nil
  }

  /// The word behind the field that is `-`; nil when the line ends before it does.
  private static func type(in text: Span<UInt8>, _ scanner: inout ByteScanner) -> [UInt8]? {
    while let word = scanner.word(in: text) {
      guard word.count == 1, text[word.lowerBound] == UInt8(ascii: "-") else { continue }
      // The line goes on, so that the type is whole.
      guard let found = scanner.word(in: text), !scanner.isAtEnd(of: text) else { return nil }
      return text.bytes(found)
    }
    return nil
  }

  /// One line: id, parent, device, root, point, options, fields that are ended by `-`, type.
  private static func mount(
    in text: Span<UInt8>, _ scanner: inout ByteScanner, type: String
  ) -> Mount? {
    for _ in 0..<3 { guard scanner.word(in: text) != nil else { return nil } }
    guard let root = scanner.word(in: text), let point = scanner.word(in: text) else { return nil }
    guard let found = Self.type(in: text, &scanner), found.elementsEqual(type.utf8) else {
      return nil
    }
    return Mount(root: unescape(text.bytes(root)), point: unescape(text.bytes(point)))
  }

  /// Blanks and backslashes are written as `\` and three octal digits (fs/proc_namespace.c).
  private static func unescape(_ word: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    var index = 0
    while index < word.count {
      let digits = word[index...].dropFirst().prefix(3)
      if word[index] == UInt8(ascii: "\\"), digits.count == 3,
        let value = octal(Array(digits)),
        let byte = UInt8(exactly: value)
      {
        bytes.append(byte)
        index += 4
      } else {
        bytes.append(word[index])
        index += 1
      }
    }
    return bytes
  }

  private static func octal(_ digits: [UInt8]) -> UInt64? {
    ByteScanner.whole(digits.span, radix: 8)
  }
}
