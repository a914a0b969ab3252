internal import CLinuxIPC
internal import Glibc

/// `posix-sem name=/NAME [value=N] [mode=N] [unlink]`: a semaphore, mapped as sem_open(3) leaves it, its
/// name removed.
func namedSemaphore(_ words: Words) -> Made {
  let name = words.text("name", default: "/fixture")
  let mode = UInt32(words.number("mode", default: 0o600))
  let value = UInt32(words.number("value", default: 0))
  guard unsafe cipc_semaphore_open_new(name, mode, value) != nil else { fail("sem_open") }
  if words.has("unlink") { unsafe _ = sem_unlink(name) }
  return Made(address: "posix-sem:\(name)") { unsafe _ = sem_unlink(name) }
}
