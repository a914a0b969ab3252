internal import SystemPackage

/// Which users a user namespace knows, user_namespaces(7).
package struct UserMap: Equatable {
  /// Consecutive numbers.
  private struct Range: Equatable {
    let inside: UInt64
    let outside: UInt64
    let count: UInt64
  }

  private var ranges: [Range] = []

  /// - Parameter text: /proc/PID/uid_map.
  init(parsing text: Span<UInt8>) {
    var scanner = ByteScanner()
    while let inside = scanner.number(in: text, radix: 10),
      let outside = scanner.number(in: text, radix: 10),
      let count = scanner.number(in: text, radix: 10)
    {
      ranges.append(Range(inside: inside, outside: outside, count: count))
      _ = scanner.restOfLine(in: text)
    }
  }

  /// Whether each user is himself, as in the initial user namespace.
  var isIdentity: Bool {
    ranges == [Range(inside: 0, outside: 0, count: UInt64(UInt32.max))]
  }

  /// Whether it knows every user.
  var isWhole: Bool {
    ranges.reduce(0) { $0.saturatingSum($1.count) } >= UInt64(UInt32.max)
  }

  /// Whether our own user namespace knows a user; also where /proc does not tell.
  static func knows(_ uid: UInt32) -> Bool {
    guard let text = try? WholeFile.read([UInt8](path: "/proc/self/uid_map")) else { return true }
    return UserMap(parsing: text.span).ranges.contains { range in
      UInt64(uid) >= range.inside && UInt64(uid) - range.inside < range.count
    }
  }

  /// The number that stands for all users whom our own user namespace does not know; nil where it knows all.
  package static var strangers: UInt32? {
    guard let text = try? WholeFile.read([UInt8](path: "/proc/self/uid_map")),
      !UserMap(parsing: text.span).isWhole
    else { return nil }
    let number = KernelSetting("kernel.overflowuid").value() ?? 65534
    return UInt32(truncatingIfNeeded: number)
  }
}
