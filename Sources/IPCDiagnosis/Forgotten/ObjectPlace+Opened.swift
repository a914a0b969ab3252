internal import IPCSnapshot
internal import LinuxIPC

extension ObjectPlace where Kind: Openable {
  /// Whether anybody has the object open, as the kernel itself counts it; nil where it may not be asked.
  func isHeld(_ object: Kind.Object) -> Bool? {
    try? run { (context) throws(IPCError) in Kind.isHeld(object, in: context) }
  }
}
