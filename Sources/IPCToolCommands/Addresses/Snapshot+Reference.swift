internal import IPCSnapshot
internal import LinuxIPC

extension Snapshot {
  /// Adds the object that is meant by an address, of whatever namespace, as `inspect` does.
  mutating func inspect<Kind: Presented>(
    _ reference: Reference, as kind: Kind.Type, in context: Context
  ) throws(IPCError) -> Kind.Object {
    let name = try reference.name(as: kind)
    guard let namespace = reference.namespace else {
      return try inspect(name, as: kind, in: context)
    }
    let before = self
    let (object, after) = try reference.run(from: context) { (inside) throws(IPCError) in
      var snapshot = before
      let object = try snapshot.inspect(name, as: kind, foundIn: namespace, in: inside)
      return (object, snapshot)
    }
    self = after
    return object
  }
}
