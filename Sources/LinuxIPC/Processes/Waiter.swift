/// A thread that waits for an object, in open(2).
package struct Waiter: Sendable, Equatable {
  package let process: HolderProcess
  package let thread: Int32
  /// How it will be open.
  package let access: Holder.Access

  package init(process: HolderProcess, thread: Int32, access: Holder.Access) {
    self.process = process
    self.thread = thread
    self.access = access
  }
}
