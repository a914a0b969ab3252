internal import LinuxIPC

/// The objects of one mechanism, in its own type.
struct Population<Kind: Mechanism>: Sendable {
  var objects: [Kind.Object] = []
}

/// What was sighted and is no object.
struct Refused<Object: IPCObject>: Sendable {
  let object: Object
  let reason: String
}
