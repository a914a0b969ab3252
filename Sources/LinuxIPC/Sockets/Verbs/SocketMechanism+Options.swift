extension SocketMechanism {
  private static var choosesType: Set<VerbOption> { types.count > 1 ? [.type] : [] }

  package static var sendingOptions: Set<VerbOption> {
    types.reduce([]) { $0.union($1.sendingOptions) }
  }

  package static var receivingOptions: Set<VerbOption> {
    types.reduce(choosesType) {
      $0.union(SocketRole.holder($1).receivingOptions).union(SocketRole.end($1).receivingOptions)
    }
  }

  package static var peekingOptions: Set<VerbOption> {
    types.reduce([]) { $0.union($1.peekingOptions) }
  }
}

extension SocketType {
  /// What is usual for what has messages, or not.
  private var framing: Set<VerbOption> { hasMessages ? [.lines, .null] : [] }

  var sendingOptions: Set<VerbOption> { framing.union(hasMessages ? [.count, .force] : [.force]) }

  var peekingOptions: Set<VerbOption> { framing.union(hasMessages ? [.all] : [.all, .length]) }

  fileprivate var endOptions: Set<VerbOption> {
    framing.union(hasMessages ? [.count, .all, .force] : [.length, .force])
  }

  fileprivate var listenerOptions: Set<VerbOption> { framing.union([.count, .all, .force]) }
}

/// What a socket is in a conversation.
struct SocketRole {
  let type: SocketType
  let isListening: Bool

  /// What `create` makes.
  static func holder(_ type: SocketType) -> SocketRole {
    SocketRole(type: type, isListening: type.isConnectionOriented)
  }

  /// What data comes to.
  static func end(_ type: SocketType) -> SocketRole { SocketRole(type: type, isListening: false) }

  var receivingOptions: Set<VerbOption> {
    isListening ? type.listenerOptions.union([.listen]) : type.endOptions.union(ownListening)
  }

  /// Datagrams come to what is bound.
  private var ownListening: Set<VerbOption> { type.isConnectionOriented ? [] : [.listen] }

  /// In words.
  var words: String {
    isListening ? "a \(type.rawValue) socket that listens" : type.words
  }
}

extension SocketType {
  var words: String { "a \(rawValue) socket" }
}
