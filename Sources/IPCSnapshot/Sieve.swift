package import LinuxIPC

/// What to leave out of the objects of one mechanism, asked as soon as an object is found, before its
/// details are read, and again with these, before anybody looks for its holders.
package struct Sieve<Object: IPCObject>: Sendable {
  /// Whether `object`, of which no more is known than its listing and `details`, may still be wanted.
  package let keeps: @Sendable (_ object: Object, _ details: Details) -> Bool

  package init(keeps: @escaping @Sendable (_ object: Object, _ details: Details) -> Bool) {
    self.keeps = keeps
  }
}
