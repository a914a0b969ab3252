internal import LinuxIPC

extension Mechanism {
  /// Whether the kernel offers `verb` for this kind.
  static func has(_ verb: Verb) -> Bool {
    switch verb {
    case .create: self is any Creating.Type || self is any Holdable.Type
    case .send: self is any Sending.Type
    case .recv: self is any Receiving.Type
    case .peek: self is any Peeking.Type
    case .rm: self is any Removing.Type
    }
  }

  /// How its objects are named on a command line, the canonical form first: what changes from object
  /// to object is in capitals.
  static var addressForms: [String] {
    nameForms.map { "\(keyword):\($0)" }
  }
}
