internal import SystemPackage

extension Descriptor {
  /// What there is too little of to look into processes, which takes some descriptors at a time; nil for nothing.
  package static var scarcity: String? {
    func open(_ count: Int) throws(Errno) {
      let descriptor = try Descriptor(opening: [UInt8](path: "/"), flags: .path)
      if count > 1 { try open(count - 1) }
      _ = descriptor.rawValue
    }
    do throws(Errno) {
      try open(3)
      return nil
    } catch {
      return error.scarcity
    }
  }
}
