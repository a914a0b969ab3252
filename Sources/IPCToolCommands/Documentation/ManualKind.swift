package import LinuxIPC
package import Tabulate

/// What the man pages tell of one kind.
package struct ManualKind: Sendable {
  package let keyword: String
  package let title: String
  package let unit: DataUnit
  /// What the guide says of it.
  package let guide: Guide
  /// What changes from object to object is in capitals; the canonical form comes first.
  package let addressForms: [String]
  /// Whether the path of an object's file is accepted in place of its address.
  package let hasPath: Bool
  /// Whether `/proc/PID/fd/N` is.
  package let hasDescriptor: Bool
  /// Whether the kernel tells which processes hold or map it.
  package let isHeld: Bool
  /// The verbs that it has.
  package let verbs: Set<Verb>
  /// The options of each verb that not every kind takes.
  package let options: [Verb: Set<VerbOption>]
  /// Why the verbs that it does not have are missing.
  package let refusals: [Verb: String]
  /// Its columns, also those that only `show` has.
  package let columns: [Heading]
  /// Those in a table of this kind alone.
  package let tableColumns: [String]

  init(_ kind: any Presented.Type) {
    func columns<Kind: Presented>(of kind: Kind.Type) -> [Heading] {
      kind.columns.map(\.heading)
    }
    keyword = kind.keyword
    title = kind.title
    unit = kind.unit
    guide = kind.guide
    addressForms = kind.addressForms
    hasPath = kind is any PathNamed.Type
    hasDescriptor = kind is any DescriptorNamed.Type
    isHeld = kind is any Sighted.Type
    verbs = Set(Verb.allCases.filter { kind.has($0) })
    options = Dictionary(uniqueKeysWithValues: Verb.allCases.map { ($0, kind.options(of: $0)) })
    refusals = kind.refusals
    self.columns = columns(of: kind)
    tableColumns = kind.tableColumns
  }
}
