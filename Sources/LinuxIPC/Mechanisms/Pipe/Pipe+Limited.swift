extension Pipe {
  package static func maker(of object: Object, heldBy holders: [Holder]) -> UInt32? {
    object.state?.file.uid
  }
}
