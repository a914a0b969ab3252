internal import SystemPackage

/// Mounts where to follow a link means to ask a server, which may not answer: those of file systems that
/// look at a file anew whoever reaches it by a magic link (d_weak_revalidate, Documentation/filesystems/vfs.rst).
struct SlowMounts: Sendable {
  /// Their file systems.
  static let types = ["nfs", "nfs4", "9p"]

  /// Without a slash at the end: that of the root directory is empty.
  private let points: [[UInt8]]

  init(_ mounts: [Mount]) {
    points = mounts.map { $0.point.last == UInt8(ascii: "/") ? $0.point.dropLast() : $0.point }
  }

  private init(points: [[UInt8]]) {
    self.points = points
  }

  /// The whole tree of files.
  static let everything = SlowMounts(points: [[]])

  /// Whether a file with this path may be on one of them: `/` also stands for a path that is too long to be had.
  func include(_ path: Span<UInt8>) -> Bool {
    if path.count == 1 { return !points.isEmpty }
    return points.contains { point in
      guard path.count >= point.count else { return false }
      for index in point.indices where path[index] != point[index] { return false }
      return path.count == point.count || path[point.count] == UInt8(ascii: "/")
    }
  }
}

/// Tells which links may be followed without asking a server.
struct LinkFollowing: Sendable {
  /// Of the file systems that ask servers, those that this kernel has.
  private let slowTypes: [String]

  /// - Parameter slowTypes: Those that ask; only what the kernel has of them is on any mount of the machine.
  init(avoiding slowTypes: [String] = SlowMounts.types) {
    let text = try? WholeFile.read([UInt8](path: "/proc/filesystems"))
    // Where none can be read, all may be there.
    self.slowTypes = text.map { Self.known(of: slowTypes, in: $0) } ?? slowTypes
  }

  /// Those of `types` that are in /proc/filesystems: a word of a line is `nodev` or a type (proc_filesystems(5)).
  static func known(of types: [String], in text: [UInt8]) -> [String] {
    let known = text.split { $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\n") }
    return types.filter { type in known.contains { $0.elementsEqual(type.utf8) } }
  }

  /// Whether any link may be followed, whatever its text says.
  var isSafe: Bool { slowTypes.isEmpty }

  /// The mounts below which none may, as a process sees them.
  func slowMounts(of process: borrowing ProcessDirectory) -> SlowMounts {
    guard let mounts = try? Mount.all(of: slowTypes, in: process) else { return .everything }
    return SlowMounts(mounts)
  }
}
