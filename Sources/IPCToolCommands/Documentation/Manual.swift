package import Tabulate

/// What the man pages tell that no option's help does: the kinds and the columns, as the program has
/// them.
package enum Manual {
  /// Every kind, in the order of the listings.
  package static var kinds: [ManualKind] { Catalog.mechanisms.map { ManualKind($0) } }

  /// Every column, in the order of JSON.
  package static var headings: [Heading] { Catalog.headings }

  /// The columns of a table in which several kinds stand.
  package static var mixedColumns: [String] { Catalog.mixedColumns }

  /// The columns that only `show` has.
  package static var inspectionColumns: Set<String> { Listing.inspectionNames() }
}
