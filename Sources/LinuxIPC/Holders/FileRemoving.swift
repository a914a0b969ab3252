internal import SystemPackage

/// A kind whose objects have a path that can be taken away: who has one open keeps it all the same.
package protocol FileRemoving: Inspecting, Sighted, Removing, FailureTable
where Object: FileObject, Name == FileName, Removable == Object {
  /// Looks at the file, as it is at the moment of removal, for what speaks against that.
  ///
  /// - Parameter file: A handle (O_PATH).
  static func checkRemoval(ofFile file: borrowing Descriptor, _ subject: String) throws(IPCError)
}

extension FileRemoving {
  package static func removable(_ name: Name, in context: Context) throws(IPCError) -> Object {
    guard name.isNumber else { return try inspect(name, in: context) }
    let held = try HeldObject.find(
      Self.self, address(name), where: { name.isNumber(of: $0) }, in: context)
    try held.checkEnd()
    throw IPCError(.usage, subject: address(name), reason: "no path leads to it")
  }

  package static func remove(
    _ object: Object, named name: Name, in context: Context
  ) throws(IPCError) {
    let subject = address(name)
    let file = try file(of: object, subject)
    // What is refused is not even renamed.
    try checkRemoval(of: file, subject)
    try file.unlink(Self.self, subject) { (directory, name) throws(IPCError) in
      try checkRemoval(
        ofFile: try attempt("open", subject) { () throws(Errno) in
          try Descriptor(opening: name, in: directory, flags: [.path, .noFollow])
        }, subject)
    }
  }

  package static func checkRemoval(
    of object: Object, named name: Name, in context: Context
  ) throws(IPCError) {
    let subject = address(name)
    let file = try file(of: object, subject)
    try checkRemoval(of: file, subject)
    try file.checkUnlinking(Self.self, subject, in: context)
  }

  private static func checkRemoval(of file: NamedFile, _ subject: String) throws(IPCError) {
    let handle = try attempt("open", subject) { () throws(Errno) in
      try Descriptor(opening: file.path, flags: [.path, .noFollow])
    }
    let status = try attempt("fstat", subject) { () throws(Errno) in try handle.knownStatus() }
    guard status.isSameFile(as: file.status) else { throw swapped(subject) }
    try checkRemoval(ofFile: handle, subject)
  }

  package static func remainder(of object: Object, in context: Context) -> String? {
    HeldObject.known(object.identity, as: Self.self, address(object.name), in: context).others
      .map { "it lives on, without a name, in \($0)" }
  }

  private static func file(of object: Object, _ subject: String) throws(IPCError) -> NamedFile {
    guard case .path(let path) = object.name, let status = object.status else {
      throw IPCError(.usage, subject: subject, reason: "no path leads to it")
    }
    return NamedFile(path: path, status: status)
  }
}

extension Creating where Name == FileName {
  /// The path at which one is to be made: there is none to choose in its place.
  static func path(toCreate name: Name?, _ what: String) throws(IPCError) -> [UInt8] {
    if case .path(let path) = name { return path }
    throw IPCError(
      .usage, subject: name.map { address($0) } ?? keyword, reason: "\(what) is created at a path",
      hint: "\(keyword):/PATH")
  }
}
