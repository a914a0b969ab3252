internal import LinuxIPC

extension Mechanism {
  /// How its objects are named on a command line, the canonical form first: what changes from object
  /// to object is in capitals.
  static var addressForms: [String] {
    nameForms.map { "\(keyword):\($0)" }
  }
}
