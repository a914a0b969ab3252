internal import CLinuxIPC
internal import SystemPackage

extension SysVSharedMemory: Removing {
  package static func remove(
    _ object: Object, named name: SystemVName, in context: Context
  ) throws(IPCError) {
    let current = try inspect(object.name, in: context)
    guard current.attributes.isSameObject(as: object.attributes), current.size == object.size
    else {
      throw IPCError(
        .gone, subject: address(name), reason: "the id belongs to another segment by now")
    }
    _ = try attempt("shmctl", address(name)) { () throws(Errno) in
      try systemCall { cipc_shm_remove(object.attributes.id) }
    }
  }
}
