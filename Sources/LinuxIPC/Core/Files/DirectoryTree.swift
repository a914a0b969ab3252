internal import CLinuxIPC
package import SystemPackage

/// A directory and all that is below it.
package enum DirectoryTree {
  /// The absolute path of a directory, without symbolic links.
  ///
  /// - Throws: When there is none, or it may not be read; `notSupported` where /proc is not mounted, which
  ///   tells it, and `timedOut` where who serves it does not answer.
  package static func absolute(_ path: [UInt8]) throws(Errno) -> [UInt8] {
    try ServedDirectories.ask(path)
    let directory = try Descriptor(opening: path, flags: .directory)
    do throws(Errno) {
      return try directory.path()
    } catch .noSuchFileOrDirectory {
      throw .notSupported
    }
  }

  /// Calls `visit` with the path and status of each file of one type below `path`. Symbolic links are not
  /// followed, files of other types are not looked at, and nothing is mounted. Access times of directories
  /// stay as they are where that may be asked for (O_NOATIME, open(2)).
  ///
  /// - Parameters:
  ///   - path: As `absolute` gives it, which has asked who serves it.
  ///   - coverage: Counts the directories that may not be read, and those that are mounted and do not answer.
  /// - Throws: When `path` itself cannot be read.
  package static func forEach(
    _ type: FileStatus.FileType, below path: [UInt8], coverage: inout Coverage,
    _ visit: ([UInt8], FileStatus) -> Void
  ) throws(Errno) {
    let handle = try Descriptor(opening: path, flags: [.path, .directory])
    // Each is reached from its parent, which may be moved elsewhere meanwhile, or have its path taken by a
    // link to elsewhere.
    var levels = [
      try Level(handle, path.last == slash ? path : path + [slash], type, &coverage, visit)
    ]
    while let level = levels.last {
      guard let name = level.names.popLast() else {
        levels.removeLast()
        continue
      }
      do throws(Errno) {
        let handle = try Descriptor(
          opening: name, in: level.directory, flags: [.path, .noFollow])
        if try isAutomounted(handle) {
          hideAutomountPoint(in: &coverage)
        } else {
          levels.append(
            try Level(handle, level.prefix + name + [slash], type, &coverage, visit))
        }
      } catch .noSuchFileOrDirectory, .notDirectory {
        // Removed or replaced since its parent was read.
      } catch {
        coverage.hide("directories", needs: needs(error))
      }
    }
  }

  static func hideAutomountPoint(in coverage: inout Coverage) {
    coverage.hide("automount points", needs: "them to be mounted")
  }

  /// What it would take to look into one, for a gap of `Coverage`.
  package static func needs(_ error: Errno) -> String {
    if error.isDenial { return Capabilities.search }
    if error == .timedOut { return "who serves them to answer" }
    // Of the process that asks who serves it.
    if error == .resourceTemporarilyUnavailable { return Errno.processScarcity }
    return error == .notSupported ? "/proc" : error.needs([])
  }

  private static let slash = UInt8(ascii: "/")

  /// Whether to open a directory would have something mounted there (autofs(5)); a handle on it does not.
  private static func isAutomounted(_ handle: borrowing Descriptor) throws(Errno) -> Bool {
    var type: UInt64 = 0
    _ = try systemCall { unsafe cipc_fstatfs_type(handle.rawValue, &type) }
    return type == cipc_autofs_magic
  }

  /// An open directory, and the names of those in it that are still to come, the next one last.
  private final class Level {
    let directory: Descriptor
    /// Its path with a slash behind it.
    let prefix: [UInt8]
    var names: [[UInt8]] = []

    init(
      _ handle: borrowing Descriptor, _ prefix: [UInt8], _ type: FileStatus.FileType,
      _ coverage: inout Coverage, _ visit: ([UInt8], FileStatus) -> Void
    ) throws(Errno) {
      directory = try Self.open(handle)
      self.prefix = prefix
      var names: [[UInt8]] = []
      try DirectoryEntries.forEach(in: directory) { name in
        names.append(name.bytes(0..<name.count))
        return true
      }
      names.sort { $0.lexicographicallyPrecedes($1) }
      // Whoever may read a directory, and not search it, learns names alone.
      var denial: Errno?
      for name in names {
        do throws(Errno) {
          let status = try status(of: name)
          if status.type == .directory {
            self.names.append(name)
          } else if status.type == type {
            visit(prefix + name, status)
          }
        } catch .noSuchFileOrDirectory {
          // It has gone.
        } catch  where error.isDenial {
          denial = error
        } catch {
          coverage.hide("directories", needs: needs(error))
        }
      }
      if let denial { coverage.hide("directories", needs: needs(denial)) }
      self.names.reverse()
    }

    /// Of what is mounted there, where that is so.
    private func status(of name: [UInt8]) throws(Errno) -> FileStatus {
      let entry = try FileStatus(ofEntry: name, in: directory)
      guard entry.type == .mountPoint else { return entry }
      try ServedDirectories.ask(name, in: directory)
      return try FileStatus(ofLink: name, in: directory)
    }

    private static func open(_ handle: borrowing Descriptor) throws(Errno) -> Descriptor {
      let itself = [UInt8(ascii: ".")]
      do throws(Errno) {
        return try Descriptor(opening: itself, in: handle, flags: [.directory, .noAccessTime])
      } catch .notPermitted {
        return try Descriptor(opening: itself, in: handle, flags: .directory)
      }
    }
  }
}
