extension Mechanism {
  /// Whether the kernel offers `verb` for this kind.
  package static func has(_ verb: Verb) -> Bool {
    switch verb {
    case .create: self is any Creatable.Type
    case .send: self is any Sending.Type
    case .recv: self is any Receiving.Type
    case .peek: self is any Peeking.Type
    case .rm: self is any Removing.Type
    }
  }

  /// The options that `verb` has here; none where the kind does not have the verb.
  package static func options(of verb: Verb) -> Set<VerbOption> {
    switch verb {
    case .create: (self as? any Creatable.Type)?.creationOptions ?? []
    case .send: (self as? any Sending.Type)?.sendingOptions ?? []
    case .recv: (self as? any Receiving.Type)?.receivingOptions ?? []
    case .peek: (self as? any Peeking.Type)?.peekingOptions ?? []
    case .rm: []
    }
  }
}
