internal import CLinuxIPC
internal import SystemPackage

/// The file of this program, and what stands in the way of its lending capabilities.
package struct ExecutableFile: Sendable {
  /// nil where /proc does not tell, and where it does not lead to the file any more.
  package let path: [UInt8]?
  /// Whether its path was taken from it since it was executed.
  package let hasLostItsPath: Bool
  /// What was given to it (setcap(8)), whether or not that has any effect.
  package let capabilities: Set<Capability>
  /// Whether these are in force from the start (`+ep`): then nobody can execute it who may not have all of them.
  package let isEffective: Bool
  /// The user who has to be root of a user namespace, or of one around it, for them to count; nil where they count here.
  package let foreignRoot: UInt32?
  /// Whether the mount that it lies on gives nobody anything (mount(8), nosuid).
  package let isOnNosuidMount: Bool
  /// Whether it is executed as the user or with the group that it belongs to.
  package let isSetID: Bool

  private static let link = "/proc/self/exe"

  init() {
    let file = try? Descriptor(opening: [UInt8](path: Self.link), flags: [.path])
    let status = try? file?.status()
    let path = try? file?.path()
    hasLostItsPath = path.map { Self.isLost($0, to: status) } ?? false
    self.path = hasLostItsPath ? nil : path
    let sets = CapabilityState.ofFile(Self.link)?.sets ?? CapabilityState.Sets()
    foreignRoot = sets.foreignRoot
    capabilities = Capability.all(in: sets.permitted)
    isEffective = sets.effective != 0
    isOnNosuidMount = unsafe cipc_is_nosuid(Self.link) != 0
    isSetID = status.map { $0.mode & 0o6000 != 0 } ?? false
  }

  /// Whether a path leads to another file than it did, or to none: /proc adds words to it then that may as well be part
  /// of the name.
  private static func isLost(_ path: [UInt8], to file: FileStatus?) -> Bool {
    guard let file else { return false }
    do throws(Errno) {
      return try !FileStatus(of: path).isSameFile(as: file)
    } catch {
      return error == .noSuchFileOrDirectory || error == .notDirectory
    }
  }

  /// What of its capabilities counts here.
  package var countingCapabilities: Set<Capability> { foreignRoot == nil ? capabilities : [] }
}
