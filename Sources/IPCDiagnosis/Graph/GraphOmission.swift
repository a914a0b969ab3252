/// Something that is there and not drawn, as it connects nobody.
package struct GraphOmission: Sendable, Equatable {
  package enum Reason: String, Sendable, CaseIterable {
    /// One process alone holds it.
    case alone
    /// A listener that nobody is connected to just now.
    case listener
    /// Several hold it, and none of them can read what another writes.
    case oneWay = "one_way"
    /// Nobody holds it, and nobody who is alive used it last.
    case unheld
  }

  package let reason: Reason
  /// Who holds it.
  package let pids: [Int32]
}
