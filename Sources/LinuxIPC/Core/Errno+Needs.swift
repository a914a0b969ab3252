package import SystemPackage

extension Errno {
  /// Whether more privileges might help.
  package var isDenial: Bool { self == .permissionDenied || self == .notPermitted }

  /// What it would take, for a gap of `Coverage`.
  ///
  /// - Parameter privileges: Those that a call asks for.
  package func needs(_ privileges: [Capability]) -> String {
    isDenial
      ? Capabilities.current().missing(of: privileges)
      : scarcity ?? "the kernel to give an answer other than \(symbol)"
  }

  /// Of processes and threads there are too few: fork(2), pthread_create(3).
  static let processScarcity = "more processes than may be had"

  /// What there is too little of; nil for what is no matter of that.
  var scarcity: String? {
    switch self {
    case .tooManyOpenFiles, .tooManyOpenFilesInSystem: "more open files than may be had"
    case .noMemory: "more memory than there is"
    default: nil
    }
  }
}
