internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

/// Follows a path as a thread does, which may have another root directory, over what the kernel knows
/// already: nobody is asked who serves a file system and may not answer.
struct PathWalk: ~Copyable {
  private let root: Descriptor
  private var place: Descriptor
  /// The components that are still to come, the next one last.
  private var rest: [ArraySlice<UInt8>] = []
  private var links = 0

  /// A handle (O_PATH) on what `path` leads to.
  ///
  /// - Parameters:
  ///   - start: Where a relative path begins.
  ///   - root: The thread's root directory; `start` for an absolute path.
  /// - Throws: `resourceTemporarilyUnavailable` for what the kernel does not know.
  static func open(
    _ path: [UInt8], from start: borrowing Descriptor, root: borrowing Descriptor,
    _ process: borrowing ProcessDirectory, _ thread: Int32
  ) throws(Errno) -> Descriptor {
    let isAbsolute = path.first == UInt8(ascii: "/")
    do throws(Errno) {
      // A path that stays below its start is the same whatever the root.
      return try Self.open(
        path, in: start, isAbsolute ? cipc_resolve_in_root : cipc_resolve_beneath)
    } catch {
      // The kernel refuses a link whose access time it would have to move, and a way out of the start.
      guard error == .resourceTemporarilyUnavailable || error == .improperLink else { throw error }
    }
    return try PathWalk(path, from: start, root: root).run(process, thread)
  }

  private init(
    _ path: [UInt8], from start: borrowing Descriptor, root: borrowing Descriptor
  ) throws(Errno) {
    let root = try Self.open([UInt8(ascii: ".")], in: root)
    let place = try Self.open([UInt8(ascii: ".")], in: start)
    self.root = root
    self.place = place
    add(path[...])
  }

  private mutating func add(_ path: ArraySlice<UInt8>) {
    rest += path.split(separator: UInt8(ascii: "/")).reversed()
  }

  private consuming func run(
    _ process: borrowing ProcessDirectory, _ thread: Int32
  ) throws(Errno) -> Descriptor {
    while let component = rest.popLast() {
      if component.elementsEqual("..".utf8), try isAtRoot() { continue }
      let next = try Self.open(Array(component), in: place)
      guard try next.knownStatus().type == .symlink else {
        place = next
        continue
      }
      links += 1
      // The kernel's own limit, path_resolution(7).
      guard links <= 40 else { throw .tooManySymbolicLinkLevels }
      guard try Self.isLocal(next, process, thread) else { throw .resourceTemporarilyUnavailable }
      let text = try next.linkText()
      if text.first == UInt8(ascii: "/") { place = try Self.open([UInt8(ascii: ".")], in: root) }
      add(text[...])
    }
    return place
  }

  private func isAtRoot() throws(Errno) -> Bool {
    try place.knownStatus().isSameFile(as: root.knownStatus())
  }

  private static func open(
    _ path: [UInt8], in directory: borrowing Descriptor, _ resolve: UInt64? = nil
  ) throws(Errno) -> Descriptor {
    let directory = directory.rawValue
    return Descriptor(
      adopting: try unsafe path.withCPath { (path) throws(Errno) in
        try systemCall {
          unsafe cipc_open_cached(directory, path, resolve == nil ? O_NOFOLLOW : 0, resolve ?? 0)
        }
      })
  }

  /// Whether a file, as a symbolic link, lies where it can be read without asking a server. Links of /proc tell each
  /// reader something else.
  static func isLocal(
    _ link: borrowing Descriptor, _ process: borrowing ProcessDirectory, _ thread: Int32
  ) throws(Errno) -> Bool {
    var id: UInt64 = 0
    _ = try systemCall { unsafe cipc_mount_id(link.rawValue, &id) }
    // Each shows the mounts below its own root directory.
    let tables = [
      try LentCapabilities.raising([.systemPtrace]) { () throws(Errno) in
        try WholeFile.read([UInt8](path: "task/\(thread)/mountinfo"), in: process.descriptor)
      },
      try WholeFile.read([UInt8](path: "/proc/thread-self/mountinfo")),
    ]
    let types = tables.compactMap { Mount.type(of: id, in: $0.span) }
    return types.contains { type in local.contains { type.elementsEqual($0.utf8) } }
  }

  private static let local: [String] = [
    "bcachefs", "btrfs", "devtmpfs", "erofs", "exfat", "ext2", "ext3", "ext4", "f2fs", "iso9660",
    "jfs", "overlay", "ramfs", "reiserfs", "squashfs", "tmpfs", "udf", "vfat", "xfs", "zfs",
  ]
}

extension Descriptor {
  /// The text of the symbolic link that this is a handle on. This is how everybody follows it, and moves its
  /// access time as much.
  fileprivate borrowing func linkText() throws(Errno) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = try unsafe buffer.withUnsafeMutableBytesCarrying { (bytes) throws(Errno) in
      let memory = unsafe bytes.bindMemory(to: CChar.self)
      return Int(
        try systemCall {
          unsafe cipc_readlink_handle(rawValue, memory.baseAddress, memory.count)
        })
    }
    return Array(buffer[..<count])
  }
}

extension PathWalk {
  /// Opens a handle on what a thread means by a path.
  ///
  /// - Parameter directory: The descriptor at which a relative one starts; AT_FDCWD is the working directory.
  static func open(
    _ path: [UInt8], seenBy process: borrowing ProcessDirectory, _ thread: Int32,
    from directory: Int32 = AT_FDCWD
  ) throws(Errno) -> Descriptor {
    let root = try handle("root", process, thread)
    if path.first == UInt8(ascii: "/") {
      return try walk(path, from: root, root: root, process, thread)
    }
    let start = try handle(directory == AT_FDCWD ? "cwd" : "fd/\(directory)", process, thread)
    return try walk(path, from: start, root: root, process, thread)
  }

  /// The process chose the path, and may write another one there at any moment: with more rights than its user has
  /// he would learn from us what is where he may not search.
  private static func walk(
    _ path: [UInt8], from start: borrowing Descriptor, root: borrowing Descriptor,
    _ process: borrowing ProcessDirectory, _ thread: Int32
  ) throws(Errno) -> Descriptor {
    try LentCapabilities.lowering(Capability.sight) { () throws(Errno) in
      try open(path, from: start, root: root, process, thread)
    }
  }

  private static func handle(
    _ name: String, _ process: borrowing ProcessDirectory, _ thread: Int32
  ) throws(Errno) -> Descriptor {
    try LentCapabilities.raising(Capability.sight) { () throws(Errno) in
      try Descriptor(
        opening: [UInt8](path: "task/\(thread)/\(name)"), in: process.descriptor,
        flags: [.path, .directory])
    }
  }
}
