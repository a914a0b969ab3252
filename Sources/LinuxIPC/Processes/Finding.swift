/// Something that one process holds, or that one of its threads waits for in open(2).
package struct Finding: Sendable {
  package let object: ObjectIdentity
  /// nil for a mapping, and for a thread that waits.
  package let fd: Int32?
  package let access: Holder.Access
  /// How many mappings of the object with this access there are.
  package internal(set) var mappings: UInt32 = 0
  package internal(set) var isHuge = false
  /// The thread that waits for the object to be open; nil for what is held.
  package internal(set) var waitingThread: Int32?
  /// The kinds that it may belong to, by their place among those of the scanner.
  package let family: Int
  /// How it was seen, of mappings that count as one the first; nil where nobody asked to see.
  package let sighting: Sighting?

  /// As a holder of the object.
  package func holder(_ process: HolderProcess) -> Holder {
    Holder(process: process, fd: fd, access: access, mappings: mappings, isHuge: isHuge)
  }
}
