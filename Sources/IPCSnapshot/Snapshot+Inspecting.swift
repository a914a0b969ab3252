package import LinuxIPC

extension Snapshot {
  /// Adds one object that is asked for by name, with all that can be found out about it.
  ///
  /// - Parameter namespace: Where the calling thread is for this, when that is not our own.
  /// - Throws: `notFound` and its like: what was named is no gap when it is missing.
  package mutating func inspect<Kind: Mechanism>(
    _ name: Kind.Name, as kind: Kind.Type, foundIn namespace: Namespace? = nil,
    in context: Context
  ) throws(IPCError) -> Kind.Object {
    var object = try find(name, as: kind, foundIn: namespace, in: context)
    if namespace != nil { object.elsewhere = namespace }
    guard let examined = examined([object], of: kind, for: .all, in: context).first else {
      throw IPCError(
        .gone, subject: Kind.address(name), reason: "it was removed while it was looked at")
    }
    replace(
      objects(of: kind).filter { $0.identity != examined.identity } + [examined], of: kind)
    if let counting = kind as? any AttachmentCounting.Type {
      compareAttachments(examined, as: counting, in: context)
    }
    return examined
  }

  private func find<Kind: Mechanism>(
    _ name: Kind.Name, as kind: Kind.Type, foundIn namespace: Namespace?, in context: Context
  ) throws(IPCError) -> Kind.Object {
    var reason = "no process holds it"
    var named: [Kind.Object]?
    var hint: String?
    if let inspecting = kind as? any Inspecting.Type {
      do throws(IPCError) {
        if let object = try inspect(name, as: inspecting, in: context) as? Kind.Object {
          return try joined(object, of: kind)
        }
      } catch {
        // Whoever states a namespace means no object of another.
        if namespace != nil { throw error }
        // What the kernel does not find, processes may still tell of.
        let mayTell = kind is any Discovering.Type || kind is any SocketMechanism.Type
        if error.kind == .notFound, let sockets = kind as? any SocketMechanism.Type {
          named = self.sockets(called: name, of: sockets) as? [Kind.Object]
        }
        guard error.kind == .notFound, named != nil || name.isNumber && mayTell else { throw error }
        reason = error.reason
        hint = error.hint
      }
    }
    let found = named ?? objects(of: kind).filter { $0.isNamed(name) }
    guard let object = found.first else {
      let objection = refused(of: kind).first { $0.object.isNamed(name) }?.reason
      throw missing(Kind.address(name), objection ?? reason, isSeen: objection != nil, hint: hint)
    }
    guard found.count == 1 else { throw ambiguous(Kind.address(name), found, of: kind) }
    return object
  }

  /// The error for a name that several objects have, which their inodes tell apart, or else their devices.
  private func ambiguous<Kind: Mechanism>(
    _ subject: String, _ found: [Kind.Object], of kind: Kind.Type
  ) -> IPCError {
    let isTold = Set(found.map(\.identity.inode)).count == found.count
    let names = found.map { object in
      if isTold { return "\(Kind.keyword):\(object.identity.inode)" }
      let name = Address.text(kind: Kind.keyword, name: FileName(numbersOf: object.identity).text)
      let holder = holdings.holders(of: object.identity).first
      return name + (holder.map { " (process \($0.pid))" } ?? "")
    }
    return IPCError(
      .usage, subject: subject,
      reason: "\(found.count) objects have this name: \(names.joined(separator: ", "))")
  }

  /// The sockets of all network namespaces that have this name; nil for one that is not known beyond one.
  private func sockets<Kind: SocketMechanism>(
    called name: any ObjectName, of kind: Kind.Type
  ) -> [Kind.Object]? {
    guard let name = name as? Kind.Name else { return nil }
    return Kind.sockets(ofAllNetworks: objects(of: kind), called: name)
  }

  /// The same object with what those around it tell: of a socket the ends of other networks, of what its
  /// holders decide whether it is an object.
  private func joined<Kind: Mechanism>(
    _ object: Kind.Object, of kind: Kind.Type
  ) throws(IPCError) -> Kind.Object {
    let deciding = (kind as? any Discovering.Type).flatMap { $0.isDecidedByHolders ? $0 : nil }
    guard kind is any SocketMechanism.Type || deciding != nil else { return object }
    if let known = objects(of: kind).first(where: { $0.identity == object.identity }) {
      return known
    }
    let holders = holdings.holders(of: object.identity)
    if let deciding, let objection = objection(to: object, heldBy: holders, as: deciding) {
      throw missing(Kind.address(object.name), objection, isSeen: !holders.isEmpty)
    }
    return object
  }

  private func objection<Kind: Discovering>(
    to object: any IPCObject, heldBy holders: [Holder], as kind: Kind.Type
  ) -> String? {
    (object as? Kind.Object).flatMap { Kind.objection(to: $0, heldBy: holders) }
  }

  /// Whether an object that processes hold is called `name`, in the text of its kind.
  package func hasObject<Kind: Mechanism>(named name: [UInt8], of kind: Kind.Type) -> Bool {
    guard let name = try? Kind.Name(parsing: name) else { return false }
    return objects(of: kind).contains { $0.isNamed(name) }
  }

  /// The error for what nobody was seen to hold, as `Coverage.missing`.
  package func missing(
    _ subject: String, _ reason: String, isSeen: Bool = false, hint: String? = nil
  ) -> IPCError {
    coverage.missing(subject, reason, isSeen: isSeen, hint: hint)
  }

  private func inspect<Kind: Inspecting>(
    _ name: any ObjectName, as kind: Kind.Type, in context: Context
  ) throws(IPCError) -> Kind.Object? {
    guard let name = name as? Kind.Name else { return nil }
    return try Kind.inspect(name, in: context)
  }
}
