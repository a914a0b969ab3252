internal import CLinuxIPC
internal import Glibc

/// `mqueue name=/NAME [mode=N] [max=N] [size=N] [messages=N] [bytes=N] [priority=N] [close]
/// [unlink]`: a queue with messages in it, open, its descriptor closed, its
/// name removed.
func posixQueue(_ words: Words) -> Made {
  let name = words.text("name", default: "/fixture")
  var sizes = cipc_mq_attributes(
    messages_limit: UInt64(words.number("max", default: 4)),
    message_size: UInt64(words.number("size", default: 32)), messages: 0)
  let mode = UInt32(words.number("mode", default: 0o600))
  let queue = unsafe cipc_mq_create(name, mode, &sizes)
  guard queue >= 0, fchmod(queue, mode_t(mode)) == 0 else { fail("mq_open") }
  let message = [UInt8](repeating: 0x2A, count: words.number("bytes", default: 0))
  for _ in 0..<words.number("messages", default: 0) {
    let priority = UInt32(words.number("priority", default: 0))
    guard unsafe cipc_mq_send(queue, message, message.count, priority) == 0 else {
      unsafe _ = cipc_mq_unlink(name)
      fail("mq_send")
    }
  }
  if words.has("close") { close(queue) }
  if words.has("unlink") { unsafe _ = cipc_mq_unlink(name) }
  return Made(address: "mqueue:\(name)") { unsafe _ = cipc_mq_unlink(name) }
}
