package import LinuxIPC
internal import SystemPackage

extension NamespaceHandle {
  /// Runs `body` in it, on a thread of its own, with the context there.
  ///
  /// - Parameter address: What errors are about that inside are about the same address without the namespace.
  package func run<Value: Sendable>(
    for address: String, of kind: any Mechanism.Type, from context: Context,
    _ body: @escaping @Sendable (Context) throws(IPCError) -> Value
  ) throws(IPCError) -> Value {
    let result: Result<Value, IPCError>
    do throws(Errno) {
      result = try run { Result { () throws(IPCError) in try body(context.inside(self)) } }
    } catch {
      throw refusal(of: address, after: error)
    }
    do throws(IPCError) {
      return try result.get()
    } catch {
      throw error.about(address, of: kind)
    }
  }
}

extension IPCError {
  /// The same about an address with the namespace, if it is about one of that kind.
  package func about(_ address: String, of mechanism: any Mechanism.Type) -> IPCError {
    guard subject.hasPrefix("\(mechanism.keyword):") else { return self }
    return IPCError(
      kind, subject: address, operation: operation, errno: errno, reason: reason, hint: hint)
  }
}
