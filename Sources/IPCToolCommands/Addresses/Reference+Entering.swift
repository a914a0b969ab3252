internal import IPCSnapshot
internal import LinuxIPC
internal import SystemPackage

extension Reference {
  /// The namespace that the name belongs to, held open; nil for our own.
  func handle() throws(IPCError) -> NamespaceHandle? {
    guard let namespace else { return nil }
    return try NamespaceSearch.find(namespace, typed)
  }

  /// Moves the calling thread alone to where the name means what it is to mean, for good.
  ///
  /// - Returns: The context there.
  func enter(from context: Context) throws(IPCError) -> Context {
    guard let handle = try handle() else { return context }
    try enter(handle)
    let inside = context.inside(handle)
    guard let kind = mechanism as? any SocketMechanism.Type else { return inside }
    return try reach(kind, from: inside)
  }

  /// A path leads to a socket in some mount namespace, which its network does not tell.
  private func reach<Kind: SocketMechanism>(
    _ kind: Kind.Type, from context: Context
  ) throws(IPCError) -> Context {
    let name = try name(as: kind)
    var context = context
    context.socketFile = try explaining { () throws(IPCError) in
      try Kind.file(of: name, in: context)
    }
    return context
  }

  private func enter(_ handle: NamespaceHandle) throws(IPCError) {
    do throws(Errno) {
      try handle.enter()
    } catch {
      throw handle.refusal(of: typed, after: error)
    }
  }

  /// Runs `body` where the name means what it is to mean, on a thread of its own.
  func run<Value: Sendable>(
    from context: Context,
    _ body: @escaping @Sendable (Context) throws(IPCError) -> Value
  ) throws(IPCError) -> Value {
    try run(in: try handle(), from: context, body)
  }

  /// The same where `handle` is known.
  func run<Value: Sendable>(
    in handle: NamespaceHandle?, from context: Context,
    _ body: @escaping @Sendable (Context) throws(IPCError) -> Value
  ) throws(IPCError) -> Value {
    guard let handle else { return try body(context) }
    return try handle.run(for: typed, of: mechanism, from: context, body)
  }

  /// Runs `body`, whose errors are about the address as it was typed: inside it is one without the namespace.
  func explaining<Value>(_ body: () throws(IPCError) -> Value) throws(IPCError) -> Value {
    do throws(IPCError) {
      return try body()
    } catch {
      throw namespace == nil ? error : error.about(typed, of: mechanism)
    }
  }
}
