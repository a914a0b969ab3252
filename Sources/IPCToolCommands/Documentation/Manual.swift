internal import LinuxIPC
package import Tabulate

/// What the man pages tell that no option's help does: the kinds and the columns, as the program has
/// them.
package enum Manual {
  /// Every kind, in the order of the listings.
  package static var kinds: [ManualKind] { Catalog.mechanisms.map { ManualKind($0) } }

  /// Every capability that matters, in the order of `caps`.
  package static var capabilities: [ManualCapability] {
    Capability.allCases.map {
      ManualCapability(name: $0.name, purpose: $0.purpose, commands: $0.commands)
    }
  }

  /// Every column, in the order of JSON.
  package static var headings: [Heading] { Catalog.headings }

  /// The columns that may be chosen of each command that has such.
  package static var columnSets: [ManualColumns] {
    let sets: [any ColumnSet.Type] = [
      ObjectColumns.self, HeldColumns.self, LimitColumns.self, CapabilityColumns.self,
    ]
    return sets.map { ManualColumns($0) }
  }
}

/// What the man pages tell of one capability.
package struct ManualCapability: Sendable {
  package let name: String
  /// What it is good for, in sentences.
  package let purpose: String
  package let commands: [String]
}

/// What the man pages tell of the columns of one command.
package struct ManualColumns: Sendable {
  package let command: String
  /// In the order of JSON.
  package let headings: [Heading]
  /// Those of a table when none are chosen; where that depends on the kinds, of several.
  package let usual: [String]
  /// Whether that depends on the kinds.
  package let isByKind: Bool

  init(_ columns: any ColumnSet.Type) {
    command = columns.command
    headings = columns.headings
    usual = columns.usual
    isByKind = columns is ObjectColumns.Type
  }
}
