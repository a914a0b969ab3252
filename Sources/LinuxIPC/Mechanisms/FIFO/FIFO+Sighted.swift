package import SystemPackage

extension FIFO: PipeMechanism, DescriptorNamed {
  /// Links show the path, as they do of any file: the file's type tells.
  package static func sightings(in context: Context) -> Sightings {
    Sightings(
      descriptors: [
        DescriptorPattern(path: "/", reads: .text, mayBe: { $0.type == .fifo })
      ], opening: { identity(of: $0) })
  }

  private static func identity(of file: FileStatus) -> ObjectIdentity? {
    guard file.type == .fifo else { return nil }
    return ObjectIdentity(.file, device: file.device, inode: file.inode)
  }

  package static func object(of sighting: Sighting, _ identity: ObjectIdentity) -> Object? {
    switch sighting {
    case .descriptor(let seen):
      seen.target.map { object(identity, $0, called: seen.text) }
    case .opening(let seen): object(identity, seen.file, called: seen.path)
    case .mapping: nil
    }
  }

  private static func object(
    _ identity: ObjectIdentity, _ file: FileStatus, called text: [UInt8]
  ) -> Object {
    let name = FileName(of: identity, at: text)
    return Object(
      identity: identity, name: name,
      text: name.isPath ? FileText(ofPath: text) : FileText(text), file: file)
  }

  package static func name(
    of object: ObjectIdentity, _ sighting: DescriptorSighting, in context: Context
  ) -> Name? {
    let name = FileName(of: object, at: sighting.text)
    return name.isPath ? name : FileName(numbersOf: object)
  }
}

extension FIFO: PathNamed {
  /// A FIFO that nobody holds has a path all the same. It is looked at, never opened: that would set free
  /// who waits for the other end (KERNEL-NOTES section 3.2).
  package static func inspect(_ name: Name, in context: Context) throws(IPCError) -> Object {
    let subject = address(name)
    guard case .path(let path) = name else {
      throw IPCError(.notFound, subject: subject, reason: "no process holds it")
    }
    let file = try attempt("lstat", subject) { () throws(Errno) in
      try FileStatus(ofLink: path)
    }
    guard file.type == .fifo else {
      throw IPCError(.notFound, subject: subject, reason: "\(file.type.words), not a FIFO")
    }
    return Object(
      identity: ObjectIdentity(.file, device: file.device, inode: file.inode), name: name,
      text: FileText(ofPath: path), file: file)
  }

  package static func name(atPath path: [UInt8]) -> Name? {
    (try? FileStatus(ofLink: path))?.type == .fifo ? .path(path) : nil
  }

  package static func failure(of operation: String, errno: Errno) -> Failure? {
    switch (operation, errno) {
    case ("mkfifo", .noSuchFileOrDirectory): Failure(.notFound, "no such directory")
    case (_, .noSuchFileOrDirectory): Failure(.notFound, "no such file")
    case ("open", .noSuchAddressOrDevice): Failure(.full, noReader)
    case ("open", .resourceTemporarilyUnavailable): Failure(.empty, noWriter)
    default: pipeFailure(of: operation, errno: errno)
    }
  }
}

extension FIFO: Examining {}

extension FIFO: Searching {
  package static var fileType: FileStatus.FileType { .fifo }

  package static func object(at path: [UInt8], _ file: FileStatus) -> Object? {
    identity(of: file).map {
      Object(identity: $0, name: .path(path), text: FileText(ofPath: path), file: file)
    }
  }
}
