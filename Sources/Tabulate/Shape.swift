/// What the cells of a column are: how JSON writes them, and what they may be compared with.
package indirect enum Shape: Sendable, Equatable {
  /// Foreign bytes: a JSON string, or `{"base64": …}` when they are not UTF-8.
  case text

  /// A word of our own, always ASCII: a kind, an address, a state.
  case word

  case number
  case count
  case bytes
  case mode
  case time
  case process
  case flag
  case percent

  /// An array of these.
  case list(Shape)

  /// One or the other.
  case either(Shape, Shape)

  /// An object with these members.
  case record([Heading])

  /// The members of the objects in it, each once.
  package var members: [Heading] {
    switch self {
    case .record(let members): members
    case .list(let element): element.members
    case .either(let one, let other):
      one.members + other.members.filter { !one.members.contains($0) }
    default: []
    }
  }
}
