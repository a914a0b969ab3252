/// An object that others may use by its name, as far as its permission bits let them.
package protocol Permitted: IPCObject {
  /// The lower nine bits of its mode; nil for one that has lost its name.
  var permissions: UInt32? { get }
  /// The user who made it.
  var creatorUID: UInt32 { get }
  /// The path by which it is opened, where directories have a say; nil where none has.
  var reachedBy: [UInt8]? { get }
}

extension Permitted {
  package var reachedBy: [UInt8]? { nil }
}

extension SystemVObject {
  package var permissions: UInt32? { attributes.mode & 0o777 }
  package var creatorUID: UInt32 { attributes.creatorUID }
}

extension DevShmObject {
  package var permissions: UInt32? { isForeign ? nil : file.mode & 0o777 }
  package var creatorUID: UInt32 { file.uid }
}

extension POSIXMessageQueue.Object: Permitted {
  package var permissions: UInt32? { file.mode & 0o777 }
  package var creatorUID: UInt32 { file.uid }
}

extension FIFO.Object: Permitted {
  package var permissions: UInt32? { file.links > 0 ? file.mode & 0o777 : nil }
  package var creatorUID: UInt32 { file.uid }
  package var reachedBy: [UInt8]? {
    if case .path(let path) = name { path } else { nil }
  }
}
