internal import CLinuxIPC
internal import SystemPackage

extension DevShmMechanism {
  package static func inspect(_ name: Name, in context: Context) throws(IPCError) -> Object {
    let directory = try openDirectory(address(name))
    return Object(name: name, file: try status(of: name, in: directory))
  }

  package static func limits(of object: Object, in context: Context) -> [Limit] {
    (try? limits(in: context)) ?? []
  }
}

extension DevShmMechanism {
  package static func limits(in context: Context) throws(IPCError) -> [Limit] {
    let directory = try openDirectory(keyword)
    var status = cipc_filesystem_status()
    _ = try attempt("fstatvfs", keyword) { () throws(Errno) in
      try systemCall { unsafe cipc_fstatvfs(directory.rawValue, &status) }
    }
    // A tmpfs without a limit says 0.
    var limits: [Limit] = []
    if status.capacity_bytes > 0 {
      limits.append(
        Limit(
          "bytes", value: status.capacity_bytes,
          used: status.capacity_bytes - min(status.available_bytes, status.capacity_bytes),
          setting: "-o size=", isBytes: true))
    }
    if status.inodes > 0 {
      limits.append(
        Limit(
          "files", value: status.inodes,
          used: status.inodes - min(status.available_inodes, status.inodes),
          setting: "-o nr_inodes="))
    }
    return limits
  }
}
