internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

extension HeldObject {
  /// The memory of the object as a file: through a descriptor of one of its holders, or else through a mapping.
  ///
  /// To read it is opened anew where that may be, so that its access time stays as it is.
  func memory(for access: MemoryAccess) throws(IPCError) -> Descriptor {
    let isUsable = { (holder: Holder) in
      access == .write ? holder.access.canWrite : holder.access.canRead
    }
    let purpose = access == .write ? "writing" : "reading"
    let mappers = holders.filter { $0.fd == nil && isUsable($0) }
    let lent: IPCError
    do throws(IPCError) {
      let loan = try loan(for: purpose, where: isUsable)
      if access == .read, let file = try? loan.descriptor.reopened(.readOnly) { return file }
      return loan.takeDescriptor()
    } catch {
      lent = error
    }
    guard !mappers.isEmpty else { throw lent }
    return try mapped(by: mappers, for: access)
  }

  private func mapped(
    by mappers: [Holder], for access: MemoryAccess
  ) throws(IPCError) -> Descriptor {
    let flags = access == .write ? OpenFlags.readWrite : .readOnly
    var refusal: Errno?
    for holder in mappers {
      do throws(Errno) {
        let process = try ProcessDirectory(holder.pid)
        guard let mapping = try mapping(of: process, for: access),
          let file = try process.open(mapping, flags)
        else { continue }
        return file
      } catch .noSuchProcess, .noSuchFileOrDirectory {
        continue
      } catch {
        refusal = error
      }
    }
    guard let refusal else {
      throw IPCError(.gone, subject: subject, reason: "no process maps it any more")
    }
    throw IPCError(
      refusal.isDenial ? .denied : .system, subject: subject, operation: "open", errno: refusal,
      reason: "its memory may not be reached through the mappings of \(Self.words(mappers))",
      hint: refusal.isDenial ? "needs \(refusal.needs([Self.missing(refusal)]))" : nil)
  }

  /// The directory is closed by another rule than the links in it (KERNEL-NOTES section 8.2).
  private static func missing(_ refusal: Errno) -> Capability {
    refusal == .notPermitted ? .checkpointRestore : .systemPtrace
  }

  private func mapping(
    of process: borrowing ProcessDirectory, for access: MemoryAccess
  ) throws(Errno) -> Mapping? {
    var found: Mapping?
    var reader = MappingReader()
    let isSeen = try reader.forEach(of: process) { mapping, _ in
      guard found == nil, mapping.isShared, mapping.isWritable || access == .read,
        mapping.device == identity.device, mapping.inode == identity.inode
      else { return }
      found = mapping
    }
    if !isSeen { throw .permissionDenied }
    return found
  }
}
