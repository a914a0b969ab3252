internal import LinuxIPC

/// Objects that were named, and are to go if they are orphaned.
struct NamedOrphans {
  private(set) var addresses: [ObjectIdentity: String] = [:]
  private var looks: [ObjectIdentity: () -> Bool] = [:]
  /// The namespaces that they are in besides our own, held open.
  private(set) var handles: [Namespace: NamespaceHandle] = [:]

  /// - Parameter isThere: Whether the name still means the object, or that cannot be told.
  mutating func add(
    _ object: ObjectIdentity, _ address: String, isThere: @escaping () -> Bool
  ) {
    addresses[object] = address
    looks[object] = isThere
  }

  /// The namespace that an address is in, looked for once.
  mutating func handle(of reference: Reference) throws(IPCError) -> NamespaceHandle? {
    guard let namespace = reference.namespace else { return nil }
    if let known = handles[namespace] { return known }
    let handle = try reference.handle()
    handles[namespace] = handle
    return handle
  }

  /// Whether an object that was not found again may still be there.
  func mayBeThere(_ object: ObjectIdentity) -> Bool { looks[object]?() ?? true }
}
