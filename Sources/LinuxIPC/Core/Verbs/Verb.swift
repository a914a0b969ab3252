/// What can be done with objects, by the names of the commands.
package enum Verb: String, Sendable, CaseIterable {
  case peek, create, send, recv, rm
}
