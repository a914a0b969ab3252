/// How much a status should worry its reader, from least to most.
package enum Severity: Sendable, Comparable, CaseIterable {
  case normal
  case notice
  case warning
  case critical
}
