extension DevShmMechanism {
  package static func inspect(_ name: Name, in context: Context) throws(IPCError) -> Object {
    let directory = try openDirectory(address(name), in: context)
    return Object(name: name, file: try status(of: name, in: directory))
  }
}
