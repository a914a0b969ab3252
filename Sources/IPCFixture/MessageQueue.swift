internal import CLinuxIPC
internal import Glibc

/// `msg [key=N] [mode=N] [capacity=N] [messages=N] [bytes=N] [type=N]`: a queue with messages in it.
func messageQueue(_ words: Words) -> Made {
  let mode = Int32(words.number("mode", default: 0o600))
  let key = Int32(truncatingIfNeeded: words.number("key", default: 0))
  let id = cipc_msgget(key, cipc_ipc_creat | cipc_ipc_excl | mode)
  guard id >= 0 else { fail("msgget") }
  if words.has("capacity"),
    cipc_msg_set_capacity(id, UInt64(words.number("capacity", default: 0))) != 0
  {
    fail("msgctl")
  }
  var message = [Int](repeating: 0, count: 1 + (words.number("bytes", default: 0) + 7) / 8)
  message[0] = words.number("type", default: 1)
  for _ in 0..<words.number("messages", default: 0) {
    guard unsafe cipc_msgsnd(id, message, words.number("bytes", default: 0), cipc_ipc_nowait) == 0
    else { fail("msgsnd") }
  }
  return Made(address: "msg:\(id)") { _ = cipc_msg_remove(id) }
}
