internal import CLinuxIPC
internal import Glibc

/// `sem [key=N] [mode=N] [count=N] [value=N] [operate[=N]]`: a set, all its members set to a value; then
/// one of them raised by 1.
func semaphoreSet(_ words: Words) -> Made {
  let count = words.number("count", default: 1)
  let key = Int32(truncatingIfNeeded: words.number("key", default: 0))
  let mode = Int32(words.number("mode", default: 0o600))
  let id = cipc_semget(key, Int32(count), cipc_ipc_creat | cipc_ipc_excl | mode)
  guard id >= 0 else { fail("semget") }
  let value = UInt16(words.number("value", default: 0))
  if words.has("value"), cipc_sem_set_values(id, value, count) != 0 {
    _ = cipc_sem_remove(id)
    fail("semctl(SETALL)")
  }
  let member = UInt16(words.number("operate", default: 0))
  if words.has("operate"), cipc_semop(id, member, 1, 0) != 0 {
    _ = cipc_sem_remove(id)
    fail("semop")
  }
  return Made(address: "sem:\(id)") { _ = cipc_sem_remove(id) }
}
