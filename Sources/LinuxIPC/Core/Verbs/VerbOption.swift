/// The parameters of verbs that not every mechanism has, by the names that the command line and the
/// man pages give them.
package enum VerbOption: String, Sendable, CaseIterable {
  case mode, size, count
  case type, except, index, all
  case offset, length
  case lines, null
  case existOk = "exist-ok"
}
