package import LinuxIPC

extension Snapshot {
  /// What to look at.
  package struct Request: Sendable {
    package var kinds: [any Mechanism.Type]
    /// What to find out about each object besides what its listing tells.
    package var details: Details
    /// Whether to find out who holds the objects, which walks /proc for the kinds that can be held.
    package var includesHolders: Bool
    /// Whether the holders' names are wanted too: each is a file of /proc.
    package var includesCommands = true
    /// Whether to find out what is at the other end of sockets also where that is in another network
    /// namespace: those are known from who is in them.
    package var includesPeers = false
    /// The threads of the machine, if they were looked at: they tell who locks pipes.
    package var threads: ThreadTable?
    /// Keep nothing but what this one process holds; nil for everything.
    package var heldBy: ProcessHoldings?
    /// Whether to keep the sockets of every network namespace that somebody's sockets are in, and not only
    /// those that have to do with our own.
    package var spansNetworks = false
    /// The namespaces that are looked into besides our own; nil for none.
    package var namespaces: NamespaceSelection?
    /// A directory below which files are looked for that nobody may hold, of kinds that are `Searching`.
    package var directory: [UInt8]?
    /// By keyword: a `Sieve` of that mechanism's objects; all are kept where there is none.
    private var sieves: [String: any Sendable] = [:]

    package init(
      kinds: [any Mechanism.Type], details: Details = [], includesHolders: Bool = false
    ) {
      self.kinds = kinds
      self.details = details
      self.includesHolders = includesHolders
    }

    package mutating func set<Kind: Mechanism>(_ sieve: Sieve<Kind.Object>, for kind: Kind.Type) {
      sieves[Kind.keyword] = sieve
    }

    func sieve<Kind: Mechanism>(for kind: Kind.Type) -> Sieve<Kind.Object>? {
      sieves[Kind.keyword] as? Sieve<Kind.Object>
    }
  }
}
