internal import SystemPackage

extension FileMapping: Inspecting {
  /// The file at a path, whoever maps it: `objection` tells whether it is shared memory.
  package static func inspect(_ name: Name, in context: Context) throws(IPCError) -> Object {
    let subject = address(name)
    guard case .path(let path) = name else {
      throw IPCError(.notFound, subject: subject, reason: "no process holds it")
    }
    let handle = try attempt("open", subject) { () throws(Errno) in
      try Descriptor(opening: path, flags: [.path, .noFollow])
    }
    return try object(at: path, handle, subject)
  }

  /// - Parameter handle: On the file at `path` (O_PATH).
  static func object(
    at path: [UInt8], _ handle: borrowing Descriptor, _ subject: String
  ) throws(IPCError) -> Object {
    let file = try attempt("fstat", subject) { () throws(Errno) in try handle.status() }
    guard file.type == .regular else {
      throw IPCError(.notFound, subject: subject, reason: "\(file.type.words), not a regular file")
    }
    try checkPlace(file, subject)
    return Object(
      identity: ObjectIdentity(.file, device: file.device, inode: file.inode), name: .path(path),
      text: FileText(ofPath: path), file: file, isMemory: false,
      isMade: (try? OriginMark.isSet(on: handle)) ?? false)
  }
}
