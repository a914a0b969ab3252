internal import LinuxIPC

/// The objects of one mechanism, in its own type.
struct Population<Kind: Mechanism>: Sendable {
  var objects: [Kind.Object] = []
}
