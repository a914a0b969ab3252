package import LinuxIPC

/// Where the name of an object means it.
package struct ObjectPlace<Kind: Mechanism>: Sendable {
  private let address: String
  /// The namespace, where it is not our own.
  private let handle: NamespaceHandle?
  /// Whether the namespace was let go of.
  private let isLost: Bool
  private let context: Context

  /// - Parameter namespaces: Those that were looked into besides our own.
  package init(of object: Kind.Object, _ namespaces: NamespaceSelection?, from context: Context) {
    address = Kind.address(of: object)
    handle = namespaces?.handle(object.elsewhere)
    isLost = object.elsewhere != nil && handle == nil
    self.context = context
  }

  /// Runs `body` there, with the context of that place.
  ///
  /// - Throws: `gone` where its namespace is not held open: the same name means another object here.
  package func run<Value: Sendable>(
    _ body: @escaping @Sendable (Context) throws(IPCError) -> Value
  ) throws(IPCError) -> Value {
    guard !isLost else {
      throw IPCError(.gone, subject: address, reason: "its namespace is not held open")
    }
    guard let handle else { return try body(context) }
    return try handle.run(for: address, of: Kind.self, from: context, body)
  }
}

extension Snapshot {
  /// Where the name of one of its objects means it.
  package func place<Kind: Mechanism>(
    of object: Kind.Object, _ kind: Kind.Type, from context: Context
  ) -> ObjectPlace<Kind> {
    ObjectPlace(of: object, namespaces, from: context)
  }
}
