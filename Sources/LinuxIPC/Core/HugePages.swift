internal import SystemPackage

/// Huge pages of this machine.
package enum HugePages {
  /// The size of those that programs get when they do not choose, in bytes; nil where there are none.
  ///
  /// Read once from /proc/meminfo, proc_meminfo(5).
  static let defaultSize: UInt64? = {
    guard let bytes = try? WholeFile.read([UInt8](path: "/proc/meminfo")) else { return nil }
    return parse(meminfo: bytes.span)
  }()

  /// How many of that size the kernel keeps, and how many of these are in use or promised
  /// (Documentation/admin-guide/mm/hugetlbpage.rst).
  static var limit: Limit {
    let setting = KernelSetting("vm.nr_hugepages")
    return setting.limit("huge pages", used: used).setAside.ofMachine
  }

  private static var used: UInt64? {
    guard let bytes = try? WholeFile.read([UInt8](path: "/proc/meminfo")) else { return nil }
    return used(meminfo: bytes.span)
  }

  static func used(meminfo text: Span<UInt8>) -> UInt64? {
    guard let total = ByteScanner.number(behind: "HugePages_Total:", in: text),
      let free = ByteScanner.number(behind: "HugePages_Free:", in: text),
      let promised = ByteScanner.number(behind: "HugePages_Rsvd:", in: text)
    else { return nil }
    return (total - min(free, total)).saturatingSum(promised)
  }

  /// All sizes that the kernel offers, in bytes, from the names in /sys/kernel/mm/hugepages
  /// (Documentation/admin-guide/mm/hugetlbpage.rst).
  static var sizes: [UInt64] {
    var sizes: [UInt64] = []
    guard let directory = try? Descriptor(opening: directory, flags: .directory) else { return [] }
    try? DirectoryEntries.forEach(in: directory) { name in
      guard name.hasPrefix("hugepages-") else { return true }
      var scanner = ByteScanner(at: "hugepages-".utf8.count)
      if let kilobytes = scanner.decimal(in: name, as: UInt64.self) {
        sizes.append(kilobytes.saturatingProduct(1024))
      }
      return true
    }
    return sizes
  }

  /// How many of each size are promised and not touched yet, without the sizes of which there are none; nil where that
  /// cannot be read.
  package static var reserved: [UInt64: UInt64]? {
    let sizes = sizes
    if sizes.isEmpty { return areAbsent ? [:] : nil }
    var reserved: [UInt64: UInt64] = [:]
    for size in sizes {
      let path = directory + Array("/hugepages-\(size / 1024)kB/resv_hugepages".utf8)
      guard let text = try? WholeFile.read(path) else { return nil }
      var scanner = ByteScanner()
      guard let pages = scanner.decimal(in: text.span, as: UInt64.self) else { return nil }
      if pages > 0 { reserved[size] = pages }
    }
    return reserved
  }

  /// Whether the kernel has none of any size: then it does not tell of them at all (mm/hugetlb.c,
  /// hugetlb_report_meminfo, Linux 6.18).
  private static var areAbsent: Bool {
    guard let bytes = try? WholeFile.read([UInt8](path: "/proc/meminfo")) else { return false }
    return parse(meminfo: bytes.span) == nil
  }

  private static let directory = [UInt8](path: "/sys/kernel/mm/hugepages")

  static func parse(meminfo text: Span<UInt8>) -> UInt64? {
    var scanner = ByteScanner()
    while !scanner.isAtEnd(of: text) {
      if text.hasPrefix("Hugepagesize:", at: scanner.offset) {
        scanner.offset += "Hugepagesize:".utf8.count
        return scanner.decimal(in: text, as: UInt64.self)?.saturatingProduct(1024)
      }
      _ = scanner.restOfLine(in: text)
    }
    return nil
  }
}
