internal import SystemPackage

extension UnixSocket: Examining {
  package static func inspect(_ name: Name, in context: Context) throws(IPCError) -> Object {
    let subject = address(name)
    var coverage = Coverage()
    let sockets = try list(subject, in: context, &coverage)
    if case .inode(let inode) = name {
      guard let socket = sockets.first(where: { $0.inode == inode }) else {
        throw IPCError(
          .notFound, subject: subject,
          reason: "no Unix domain socket of this network namespace has that inode")
      }
      return socket
    }
    let named = candidates(for: name, among: sockets, in: context)
    if let socket = choice(of: named, called: name) { return socket }
    guard !named.isEmpty else {
      throw IPCError(
        .notFound, subject: subject,
        reason: name.isPath
          ? "no socket is bound to that name"
          : "no socket of this network namespace is bound to that name")
    }
    throw SocketName.ambiguous(subject, named.map(\.inode))
  }

  package static func file(
    of name: Name, in context: Context
  ) throws(IPCError) -> OpenFile? {
    guard case .path = name else { return nil }
    return try file(of: try inspect(name, in: context), address(name), in: context)
  }

  private static func file(
    of socket: Object, _ subject: String, in context: Context
  ) throws(IPCError) -> OpenFile? {
    guard let path = socket.path else { return nil }
    let held = HeldObject.known(socket.identity, as: UnixSocket.self, subject, in: context)
    for pid in held.holders.map(\.pid) {
      guard let process = try? ProcessDirectory(pid),
        let file = try? PathWalk.open(path, seenBy: process, pid),
        let status = try? file.status(), isFile(status, of: socket)
      else { continue }
      return OpenFile(file)
    }
    let reason = "its path does not lead to it any more in the root directory of who holds it"
    if held.holders.isEmpty { throw held.coverage.missing(subject, reason) }
    throw IPCError(
      .gone, subject: subject, reason: reason,
      hint: held.coverage.isComplete ? nil : "processes may hold it that are not looked into")
  }

  package static func file(
    astrayFrom name: Name, in context: Context
  ) throws(IPCError) -> OpenFile? {
    guard name.isPath, context.hasOwnPaths else { return nil }
    let subject = address(name)
    var coverage = Coverage()
    let sockets = (try? list(subject, in: context, &coverage)) ?? []
    let owners = sockets.filter { $0.ownsName && $0.address == name.address }
    guard let path = owners.first?.path else { return nil }
    let place = place(path) { file in owners.contains { $0.mayBeFile(file, at: path) } }
    if case .itself = place { return nil }
    // A link may lead to one that is called otherwise.
    let found = (try? FileStatus(of: path)).flatMap { file in
      sockets.first { $0.ownsName && $0.file?.isSameFile(as: file) == true }
    }
    let meant = owners.count == 1 ? owners.first : owners.first { $0.name == name }
    guard let meant, found == nil else {
      throw SocketName.ambiguous(subject, (owners + [found].compactMap(\.self)).map(\.inode))
    }
    return try file(of: meant, where: place, subject, in: context)
  }

  package static func file(
    astrayFrom object: Object, _ subject: String, in context: Context
  ) throws(IPCError) -> OpenFile? {
    guard let path = object.path, context.hasOwnPaths else { return nil }
    let place = place(path) { object.mayBeFile($0, at: path) }
    if case .itself = place { return nil }
    return try file(of: object, where: place, subject, in: context)
  }

  private static func place(
    _ path: [UInt8], where isItself: (FileStatus) -> Bool
  ) -> AtPath? {
    AtPath(path, by: { (path) throws(Errno) in try FileStatus(of: path) }, where: isItself)
  }

  /// - Parameter place: What is at its path here; nil where that may not be seen, which whoever connects is told.
  private static func file(
    of socket: Object, where place: AtPath?, _ subject: String, in context: Context
  ) throws(IPCError) -> OpenFile? {
    do throws(IPCError) {
      return try file(of: socket, subject, in: context)
    } catch {
      switch place {
      case .another:
        throw IPCError(
          error.kind, subject: error.subject,
          reason: "another file is at its path here, and \(error.reason)", hint: error.hint)
      case .nothing where error.kind == .denied: throw error
      default: return nil
      }
    }
  }

  /// Those that are bound to the name; where none is, those whose file is at that path, however they
  /// called it: by a relative path, or through another directory.
  private static func candidates(
    for name: Name, among sockets: [Object], in context: Context
  ) -> [Object] {
    let bound = sockets.filter { $0.address == name.address }
    guard bound.isEmpty, context.hasOwnPaths else { return bound }
    return filed(at: name, among: sockets) ?? []
  }

  /// Those whose file is at a path; nil when no socket's is there.
  static func filed(at name: Name, among sockets: [Object]) -> [Object]? {
    guard case .path(let path) = name, let status = try? FileStatus(ofLink: path),
      status.type == .socket
    else { return nil }
    return sockets.filter { $0.file?.isSameFile(as: status) == true }
  }

  /// The one that is canonically called so, or the only one; of a listener and those that it accepted, which
  /// have inherited its name, the listener. None of those that have one abstract name, in several types.
  static func choice(of sockets: [Object], called name: Name) -> Object? {
    if let socket = sockets.first(where: { $0.name == name }) { return socket }
    let owners = sockets.filter(\.ownsName)
    let listeners = owners.filter(\.isListening)
    let areRivals = !name.isPath && owners.count > 1
    let choices = areRivals ? [] : [sockets, owners, listeners]
    return choices.first { $0.count == 1 }?.first
  }

  /// What its path leads to: for one that is shown, since a path may lie on a file system that does not
  /// answer.
  package static func examine(
    _ object: Object, for details: Details, in context: Context, coverage: inout Coverage
  ) -> Object? {
    guard details.contains(.all) else { return object }
    var examined = object
    examined.found = object.lookedUp
    // What another's path leads to in our root directory tells nothing of where it leads in his.
    let isOurs = context.hasOwnPaths && object.netNamespace == context.netNamespace
    if !isOurs, examined.found?.isItself == false { examined.found = nil }
    return examined
  }
}

extension UnixSocket: PathNamed {
  /// Not through a symbolic link: that is another file, which stands for its target where that is wished.
  package static func name(atPath path: [UInt8]) -> Name? {
    guard let status = try? FileStatus(ofLink: path), status.type == .socket else { return nil }
    return try? Name(parsing: path)
  }
}
