internal import CLinuxIPC
internal import SystemPackage

/// What is to be removed: who holds a socket, its file, or both.
package struct RemovableSocket: Sendable {
  /// nil for a file that is left of a socket that is gone.
  let held: HeldObject?
  /// What is at its path and belongs to it.
  let file: NamedFile?
  /// Its path in the root directory of its holder, where that leads to it and what is there is left alone.
  var keptPath: [UInt8]?
  /// Where its file is, in another mount namespace; open for as long as the file's path goes through it.
  var directory: OpenFile?
}

extension SocketMechanism {
  package static func removable(
    _ name: Name, in context: Context
  ) throws(IPCError) -> RemovableSocket {
    let subject = address(name)
    let socket: Object
    do throws(IPCError) {
      socket = try inspect(name, in: context)
    } catch {
      // Several connections that a listener leaves share its name.
      guard context.hasOwnPaths, let path = socketAddress(of: name)?.path,
        error.kind == .notFound || error.kind == .usage && (try? SocketFile.isBound(path)) == false
      else { throw error }
      return RemovableSocket(held: nil, file: try SocketFile.look(path, subject))
    }
    // The connections that a listener leaves have its name, and the file is nobody's.
    if !socket.ownsName, !name.isNumber, context.hasOwnPaths,
      let path = socketAddress(of: name)?.path,
      let file = try? SocketFile.look(path, subject), isFile(file.status, of: socket)
    {
      return RemovableSocket(held: nil, file: file)
    }
    let held = try held(socket.identity, subject, in: context)
    let path = (socketAddress(of: name) ?? socketAddress(of: socket.name))?.path ?? path(of: socket)
    if !context.hasOwnPaths, let path {
      return removable(held, socket, elsewhere: path, in: context)
    }
    guard let path else { return RemovableSocket(held: held, file: nil) }
    guard let file = try? SocketFile.look(path, subject) else {
      return removable(held, socket, elsewhere: path, in: context)
    }
    if isFile(file.status, of: socket) { return RemovableSocket(held: held, file: file) }
    // The socket has lost its path to another, which is meant where this one may not be ended.
    return (try? held.checkEnd()) == nil && !name.isNumber
      ? RemovableSocket(held: nil, file: file)
      : removable(held, socket, elsewhere: path, in: context)
  }

  /// One whose path is one of its holder's root directory: of another network, or of another mount namespace.
  private static func removable(
    _ held: HeldObject, _ socket: Object, elsewhere path: [UInt8], in context: Context
  ) -> RemovableSocket {
    var removable = RemovableSocket(held: held, file: nil)
    let place = path.asPlace
    for pid in Set(held.holders.map(\.pid)) {
      guard let process = try? ProcessDirectory(pid),
        let file = try? PathWalk.open(path, seenBy: process, pid),
        let status = try? file.knownStatus(), isFile(status, of: socket)
      else { continue }
      removable.keptPath = path
      // Where a server would be asked, it may not answer.
      guard let directory = try? PathWalk.open(place.directory, seenBy: process, pid),
        (try? PathWalk.isLocal(directory, process, pid)) == true
      else { continue }
      let open = OpenFile(directory)
      let named = open.path + [UInt8(ascii: "/")] + place.name
      // Whether somebody has it is asked by an address.
      guard named.count <= cipc_unix_path_size else { continue }
      let entry = NamedFile(path: named, status: status)
      guard (try? SocketFile.checkUnseenElsewhere(entry, "", in: context)) != nil else { continue }
      return RemovableSocket(held: held, file: entry, directory: open)
    }
    return removable
  }

  package static func checkRemoval(
    of object: RemovableSocket, named name: Name, in context: Context
  ) throws(IPCError) {
    if let held = object.held {
      try held.checkEnd()
    } else if let file = object.file {
      try SocketFile.checkRemoval(of: file, address(name), in: context)
    }
  }

  package static func remove(
    _ object: RemovableSocket, named name: Name, in context: Context
  ) throws(IPCError) {
    try object.held?.end()
    guard let file = object.file else { return }
    do throws(IPCError) {
      try SocketFile.remove(file, address(name), in: context)
    } catch {
      // Whoever else holds the socket keeps its file; what took its path since is another's.
      guard object.held != nil, error.kind == .usage || error.meansAbsence else { throw error }
    }
  }

  package static func remainder(of object: RemovableSocket, in context: Context) -> String? {
    guard let held = object.held else { return nil }
    let others = HeldObject.known(held.identity, as: Self.self, held.subject, in: context).others
    if let others { return "it lives on in \(others)" }
    return object.keptPath.map {
      "the file of \(Address.text(kind: keyword, name: $0)) stays, in the root directory of who held it"
    }
  }
}
