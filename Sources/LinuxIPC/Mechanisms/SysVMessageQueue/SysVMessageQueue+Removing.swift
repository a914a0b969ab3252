internal import CLinuxIPC
internal import SystemPackage

extension SysVMessageQueue: Removing {
  package static func remove(
    _ object: Object, named name: SystemVName, in context: Context
  ) throws(IPCError) {
    let current = try inspect(object.name, in: context)
    guard current.attributes.isSameObject(as: object.attributes) else {
      throw IPCError(
        .gone, subject: address(name), reason: "the id belongs to another queue by now")
    }
    _ = try attempt("msgctl", address(name)) { () throws(Errno) in
      try systemCall { cipc_msg_remove(object.attributes.id) }
    }
  }
}
