internal import CLinuxIPC
internal import SystemPackage

/// What is mounted in our own mount namespace: whoever may make a user namespace may mount any directory that he sees on
/// his own /dev/shm, user_namespaces(7), and what we do there we do with our rights.
struct HomeMounts {
  private let userNamespace = try? FileStatus(of: [UInt8](path: "/proc/thread-self/ns/user"))
  private let devices: Set<UInt64>
  private let sharedMemory: FileStatus?

  init() {
    let text = try? WholeFile.read([UInt8](path: "/proc/thread-self/mountinfo"))
    devices = text.map { Mount.devices(in: $0.span) } ?? []
    sharedMemory = try? DevShmUse.ownDirectory().status()
  }

  /// Whether a directory may be taken for the shared memory of a container.
  ///
  /// In a mount namespace of our own user namespace nobody mounts who has fewer rights than we, and what containers
  /// have there may be mounted here as well. Others have no file system of ours but that of our own shared memory,
  /// which containers may have in common with us.
  func mayLend(_ directory: OpenFile, to namespace: NamespaceHandle) -> Bool {
    guard let status = try? directory.descriptor.status() else { return false }
    if let sharedMemory, status.isSameFile(as: sharedMemory) { return true }
    return isOurs(namespace) || !devices.contains(status.device)
  }

  private func isOurs(_ namespace: NamespaceHandle) -> Bool {
    do throws(Errno) {
      let owner = try namespace.withNumber { (number) throws(Errno) in
        Descriptor(adopting: try systemCall { cipc_namespace_owner(number) })
      }
      return try userNamespace?.isSameFile(as: owner.status()) ?? false
    } catch {
      // That of somebody above us.
      return error == .notPermitted
    }
  }
}
