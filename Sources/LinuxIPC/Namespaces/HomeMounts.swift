internal import CLinuxIPC
internal import SystemPackage

/// What is mounted in our own mount namespace: whoever may make a user namespace may mount any directory that he sees on
/// his own /dev/shm, user_namespaces(7), and what we do there we do with our rights.
struct HomeMounts {
  private let userNamespace = try? FileStatus(of: [UInt8](path: "/proc/thread-self/ns/user"))
  /// Of all that is mounted; nil where that could not be read.
  let devices: Set<UInt64>?
  private let sharedMemory: FileStatus?

  init() {
    let text = try? WholeFile.read([UInt8](path: "/proc/thread-self/mountinfo"))
    devices = text.map { Mount.devices(in: $0.span) }
    sharedMemory = try? DevShmUse.ownDirectory().status()
  }

  /// Whether a directory may be taken for the shared memory of a container.
  ///
  /// In a mount namespace of our own user namespace nobody mounts who has fewer rights than we, and what containers
  /// have there may be mounted here as well. Those of others have no file system of ours but that of our own shared
  /// memory, which containers may have in common with us; and of a user's, none that root has mounted for somebody
  /// else.
  ///
  /// - Parameter mounts: Those of the namespace, as /proc/PID/mountinfo has them.
  func mayLend(_ directory: OpenFile, to namespace: NamespaceHandle, _ mounts: [UInt8]) -> Bool {
    guard let status = try? directory.descriptor.status() else { return false }
    if let sharedMemory, status.isSameFile(as: sharedMemory) { return true }
    do throws(Errno) {
      let owner = try namespace.withNumber { (number) throws(Errno) in
        Descriptor(adopting: try systemCall { cipc_namespace_owner(number) })
      }
      if try userNamespace?.isSameFile(as: owner.status()) ?? false { return true }
      if devices?.contains(status.device) ?? false { return false }
      var user: UInt32 = 0
      let number = owner.rawValue
      _ = try systemCall { unsafe cipc_namespace_user(number, &user) }
      // A tmpfs tells which user's root has mounted it, if that is not root (mm/shmem.c, shmem_show_options).
      let options = Mount.options(ofDevice: status.device, in: mounts.span)
      let own = Array("uid=\(user)".utf8)
      return user == 0
        || options?.split(separator: UInt8(ascii: ",")).contains { $0.elementsEqual(own) } ?? false
    } catch {
      // That of somebody above us.
      return error == .notPermitted
    }
  }
}
