package import LinuxIPC

/// What to leave out of the objects of one mechanism, asked as soon as an object is found: before its
/// details are read, and before anybody looks for its holders.
package struct Sieve<Object: IPCObject>: Sendable {
  /// Whether `object`, of which only its listing is known, may still be wanted.
  package let keeps: @Sendable (_ object: Object) -> Bool

  package init(keeps: @escaping @Sendable (_ object: Object) -> Bool) {
    self.keeps = keeps
  }
}
