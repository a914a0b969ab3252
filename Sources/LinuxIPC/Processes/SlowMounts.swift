/// Mounts where to follow a link means to ask a server, which may not answer: those of file systems that
/// look at a file anew whoever reaches it by a magic link (d_weak_revalidate, Documentation/filesystems/vfs.rst).
struct SlowMounts: Sendable {
  private let prefixes: [[UInt8]]

  /// Those that the calling thread sees.
  static func all() -> SlowMounts {
    SlowMounts(["nfs", "nfs4", "9p"].flatMap { (try? Mount.all(of: $0)) ?? [] })
  }

  init(_ mounts: [Mount]) {
    prefixes = mounts.map {
      $0.point.last == UInt8(ascii: "/") ? $0.point : $0.point + [UInt8(ascii: "/")]
    }
  }

  /// Whether a file with this path is on one of them.
  func include(_ path: Span<UInt8>) -> Bool {
    prefixes.contains { prefix in
      guard path.count >= prefix.count else { return false }
      for index in prefix.indices where path[index] != prefix[index] { return false }
      return true
    }
  }
}
