package import SystemPackage

/// A setting of the kernel in /proc/sys (sysctl(8), proc_sys(5)), as the calling thread's namespaces have it.
package struct KernelSetting: Sendable {
  /// As sysctl(8) writes it: `net.core.somaxconn`.
  package let name: String

  package init(_ name: String) {
    self.name = name
  }

  /// Its numbers, of which most have one.
  package func values() throws(Errno) -> [UInt64] {
    let path = "/proc/sys/" + name.split(separator: ".").joined(separator: "/")
    let text = try WholeFile.read([UInt8](path: path))
    return Self.values(in: text.span)
  }

  static func values(in text: Span<UInt8>) -> [UInt64] {
    var scanner = ByteScanner()
    var values: [UInt64] = []
    while let value = scanner.decimal(in: text, as: UInt64.self) { values.append(value) }
    return values
  }

  /// Its number, of one that has one.
  package func number() throws(Errno) -> UInt64 {
    guard let number = try values().first else { throw .invalidArgument }
    return number
  }

  /// The number at `index`; nil when it cannot be read: some are there in the first network namespace alone.
  package func value(at index: Int = 0) -> UInt64? {
    guard let values = try? values(), values.indices.contains(index) else { return nil }
    return values[index]
  }

  /// The limit that it sets.
  ///
  /// - Parameters:
  ///   - index: Which of its numbers, each of which has a name of its own.
  ///   - zeroIsNone: Whether 0 stands for no limit.
  package func limit(
    _ words: String, at index: Int = 0, called member: String? = nil, used: UInt64? = nil,
    unit: Limit.Unit = .count, scope: Limit.Scope = .everybody, zeroIsNone: Bool = false
  ) -> Limit {
    let value = value(at: index)
    return Limit(
      words, value: zeroIsNone && value == 0 ? nil : value, used: used,
      setting: member.map { "\(name) (\($0))" } ?? name, unit: unit, scope: scope)
  }
}
