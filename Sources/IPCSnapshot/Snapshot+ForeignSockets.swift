internal import LinuxIPC

extension Snapshot {
  /// The sockets of the other network namespaces that are looked into, by the names that they have there.
  mutating func elsewhere<Kind: SocketMechanism>(
    _ kind: Kind.Type, in context: Context
  ) -> [Kind.Object] {
    guard let namespaces else { return [] }
    var found: [Kind.Object] = []
    for handle in namespaces.others(.net) { found += objects(of: kind, in: handle, context) }
    if !found.isEmpty { keepElsewhere(kind, found) }
    return found
  }

  /// Says of each socket, and of each that is at its other end, in which namespace it is called so; and leaves out
  /// those of namespaces that are not wanted. A network that nothing but sockets keep is found by nobody, and its
  /// sockets are called by their inodes.
  mutating func markElsewhere<Kind: SocketMechanism>(
    _ kind: Kind.Type, _ request: Request
  ) {
    guard let namespaces = request.namespaces else { return }
    var objects = objects(of: kind)
    var places: [ObjectIdentity: Namespace] = [:]
    for object in objects where object.netNamespace != 0 {
      let namespace = Namespace(kind: .net, inode: object.netNamespace)
      if namespaces.handle(namespace) != nil || inhabitedNetworks.contains(namespace.inode) {
        places[object.identity] = namespace
      }
    }
    for index in objects.indices {
      objects[index].elsewhere = places[objects[index].identity]
      for peer in objects[index].peers.indices {
        objects[index].peers[peer].elsewhere = places[objects[index].peers[peer].identity]
      }
    }
    if !namespaces.isWhole {
      let holdings = holdings
      objects.removeAll { object in
        if object.netNamespace != 0 {
          return !namespaces.wants(Namespace(kind: .net, inode: object.netNamespace))
        }
        return !holdings.holders(of: object.identity).contains { namespaces.has(process: $0.pid) }
      }
    }
    replace(objects, of: kind)
  }
}
