/// The parameters of verbs that not every mechanism has, by the names that the command line and the
/// man pages give them.
package enum VerbOption: String, Sendable, CaseIterable {
  case mode, size, count, value
  case maxMessages = "max-messages"
  case messageSize = "message-size"
  case existOk = "exist-ok"
  case type, except, priority, index, all
  case offset, length
  case lines, null
  case force, ttl, listen
}
