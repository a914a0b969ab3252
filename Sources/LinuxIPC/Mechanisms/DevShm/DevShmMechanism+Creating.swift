internal import SystemPackage

extension DevShmMechanism {
  package static func create(
    _ name: Name?, _ request: CreationRequest, in context: Context
  ) throws(IPCError) -> (name: Name, isNew: Bool) {
    let wanted: Name = if let name { name } else { try randomName() }
    let subject = address(wanted)
    let directory = try openDirectory(subject, in: context)
    let isNew = try createFile(wanted.file, in: directory, mode: request.mode, subject) {
      (file) throws(IPCError) in try fill(file, request, subject, in: context)
    }
    if isNew { return (wanted, true) }
    guard request.acceptsExisting else { throw error("linkat", .fileExists, subject) }
    let existing = try status(of: wanted, in: directory)
    guard use.fits(existing) else { throw foreign(existing, wanted) }
    return (wanted, false)
  }

  static func randomName() throws(IPCError) -> Name {
    Name(file: try randomName(use.filePrefix, keyword))
  }
}
