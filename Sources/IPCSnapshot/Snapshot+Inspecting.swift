package import LinuxIPC

extension Snapshot {
  /// Adds one object that is asked for by name, with all that can be found out about it.
  ///
  /// - Throws: `notFound` and its like: what was named is no gap when it is missing.
  package mutating func inspect<Kind: Mechanism>(
    _ name: Kind.Name, as kind: Kind.Type, in context: Context
  ) throws(IPCError) -> Kind.Object {
    let object = try find(name, as: kind, in: context)
    guard let examined = examined([object], of: kind, for: .all, in: context).first else {
      throw IPCError(
        .gone, subject: Kind.address(name), reason: "it was removed while it was looked at")
    }
    replace(
      objects(of: kind).filter { $0.identity != examined.identity } + [examined], of: kind)
    if let counting = kind as? any AttachmentCounting.Type {
      compareAttachments([examined], as: counting)
    }
    return examined
  }

  private func find<Kind: Mechanism>(
    _ name: Kind.Name, as kind: Kind.Type, in context: Context
  ) throws(IPCError) -> Kind.Object {
    var missing = IPCError(
      .notFound, subject: Kind.address(name),
      reason: "no process that may be looked into holds it", hint: hiddenProcesses)
    if let inspecting = kind as? any Inspecting.Type {
      do throws(IPCError) {
        if let object = try inspect(name, as: inspecting, in: context) as? Kind.Object {
          return joined(object, of: kind)
        }
      } catch {
        // What the kernel does not find, processes may still tell of.
        let mayTell = kind is any Discovering.Type || kind is any SocketMechanism.Type
        guard error.kind == .notFound, !name.isPath, mayTell else { throw error }
        missing = error
      }
    }
    let found = objects(of: kind).filter { $0.isNamed(name) }
    guard let object = found.first else { throw missing }
    guard found.count == 1 else {
      let names = found.map { "\(Kind.keyword):\($0.identity.inode)" }
      throw IPCError(
        .usage, subject: Kind.address(name),
        reason: "\(found.count) objects have this name: \(names.joined(separator: ", "))")
    }
    return object
  }

  /// The same socket with the ends of other networks, which only a list of all of them tells.
  private func joined<Kind: Mechanism>(_ object: Kind.Object, of kind: Kind.Type) -> Kind.Object {
    guard kind is any SocketMechanism.Type else { return object }
    return objects(of: kind).first { $0.identity == object.identity } ?? object
  }

  /// How many processes might hold what was not found.
  private var hiddenProcesses: String? {
    coverage.gaps.first { $0.what == "processes" }.map { gap in
      "processes not looked into\(gap.count.map { ": \($0)" } ?? "") (needs \(gap.needs))"
    }
  }

  private func inspect<Kind: Inspecting>(
    _ name: any ObjectName, as kind: Kind.Type, in context: Context
  ) throws(IPCError) -> Kind.Object? {
    guard let name = name as? Kind.Name else { return nil }
    return try Kind.inspect(name, in: context)
  }
}
