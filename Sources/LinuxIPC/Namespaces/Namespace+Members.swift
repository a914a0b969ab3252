internal import SystemPackage

extension Namespace {
  /// The first process in each of the namespaces of a kind, as far as processes may be looked at.
  package static func members(of kind: Kind) -> [Namespace: Int32] {
    var members: [Namespace: Int32] = [:]
    try? ProcessDirectory.forEachPID { pid in
      if let process = try? ProcessDirectory(pid),
        let namespace = try? Namespace.of(process: process.descriptor, kind)
      {
        if members[namespace] == nil { members[namespace] = pid }
      }
      return true
    }
    return members
  }
}
