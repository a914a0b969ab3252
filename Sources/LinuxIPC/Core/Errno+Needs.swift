package import SystemPackage

extension Errno {
  /// Whether more privileges might help.
  package var isDenial: Bool { self == .permissionDenied || self == .notPermitted }

  /// What it would take, for a gap of `Coverage`.
  ///
  /// - Parameter privileges: Those that a call asks for.
  func needs(_ privileges: [Capability]) -> String {
    switch self {
    case _ where isDenial: Capabilities.current().missing(of: privileges)
    case .tooManyOpenFiles, .tooManyOpenFilesInSystem: "more open files than may be had"
    case .noMemory: "more memory than there is"
    default: "the kernel to give an answer other than \(symbol)"
    }
  }
}
