internal import SystemPackage

extension Descriptor {
  /// Opens `path` below `directory`. What is opened to be read alone keeps its access time, where the kernel
  /// lets us: for the owner and CAP_FOWNER (O_NOATIME, open(2)).
  init(
    quietly path: [UInt8], in directory: borrowing Descriptor, flags: OpenFlags
  ) throws(Errno) {
    if flags.subtracting(.nonBlocking) == .readOnly {
      do throws(Errno) {
        self = try Descriptor(
          opening: path, in: directory, flags: flags.union(.noAccessTime))
        return
      } catch {
        guard error == .notPermitted else { throw error }
      }
    }
    self = try Descriptor(opening: path, in: directory, flags: flags)
  }

  /// Opens the file of this descriptor, or of this handle (O_PATH), anew and quietly: that very file, wherever
  /// its name leads by now.
  ///
  /// - Throws: `notSupported` where /proc is not mounted, through which it is opened.
  func reopened(_ flags: OpenFlags) throws(Errno) -> Descriptor {
    do throws(Errno) {
      let own = try Descriptor(
        opening: [UInt8](path: "/proc/thread-self/fd"), flags: [.path, .directory])
      let file = try Descriptor(quietly: [UInt8](path: "\(rawValue)"), in: own, flags: flags)
      // Who has a mount namespace may put anything in the place of /proc.
      guard try file.status().isSameFile(as: status()) else { throw .noSuchFileOrDirectory }
      return file
    } catch .noSuchFileOrDirectory {
      // The file is held, so it is /proc that is missing.
      throw .notSupported
    }
  }
}
