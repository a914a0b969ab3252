/// What a person needs to know to choose a mechanism: its entry in the guide.
///
/// In words, each text a phrase that a full stop may follow. What the kernel tells at a moment, its limits and what
/// exists, stands elsewhere.
package struct Guide: Sendable {
  /// When to use it, to follow "for".
  package let use: String
  /// Through what the data goes.
  package let medium: Medium
  /// What is to be said of the medium.
  package let storage: String
  /// What is passed on at once.
  package let unit: String
  /// Which way the data goes.
  package let direction: Direction
  /// What is to be said of the direction, where one word is not enough.
  package let ends: String
  /// Who can take part: processes of this host, or of others too.
  package let reach: Reach
  /// How those who take part come to share an object.
  package let access: String
  /// In which order the data comes.
  package let ordering: String
  /// Whether what comes is cut as it was sent.
  package let boundaries: String
  /// How long an object lives, and what outlives whom.
  package let lifetime: String
  /// The C functions, in the order of an object's life.
  package let calls: [String]
  /// Where it is described: man pages.
  package let manual: [String]
  /// Lines for a shell that try it out with ipctool, and leave nothing behind.
  package let example: [String]

  /// Through what data goes.
  package enum Medium: String, Sendable, CaseIterable {
    case kernel = "kernel buffer"
    case memory
    case file
    case network
  }

  /// Which way data goes through one object.
  package enum Direction: String, Sendable, CaseIterable {
    case oneWay = "one way"
    case bothWays = "both ways"
  }

  /// How far an object reaches.
  package enum Reach: String, Sendable, CaseIterable {
    case host = "this host"
    case network = "other hosts too"
  }

  package init(
    use: String, medium: Medium, storage: String, unit: String, direction: Direction,
    ends: String,
    reach: Reach = .host, access: String, ordering: String, boundaries: String, lifetime: String,
    calls: [String], manual: [String], example: [String]
  ) {
    self.use = use
    self.medium = medium
    self.storage = storage
    self.unit = unit
    self.direction = direction
    self.ends = ends
    self.reach = reach
    self.access = access
    self.ordering = ordering
    self.boundaries = boundaries
    self.lifetime = lifetime
    self.calls = calls
    self.manual = manual
    self.example = example
  }
}
