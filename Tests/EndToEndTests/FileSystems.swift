import Support

/// What the kernel has, with its modules.
enum FileSystems {
  static func offer(_ type: String) -> Bool {
    (try? contents(of: "/proc/filesystems").text.split(separator: "\n"))?
      .contains { $0.hasSuffix("\t\(type)") } ?? false
  }
}
