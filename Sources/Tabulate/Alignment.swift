/// The side of its column that a cell leans against.
package enum Alignment: Sendable {
  case left
  case right
}
