internal import CLinuxIPC
internal import Glibc

/// `shm [size=N] [key=N] [mode=N] [noreserve] [huge] [lock] [attach[=N]] [readonly] [touch] [split]
/// [dest]`: a segment, attached so many times, written to, locked, its mapping split in three, destroyed.
func segment(_ words: Words) -> Made {
  let size = words.number("size", default: 4096)
  var flags = cipc_ipc_creat | cipc_ipc_excl | Int32(words.number("mode", default: 0o600))
  if words.has("noreserve") { flags |= cipc_shm_noreserve }
  if words.has("huge") { flags |= cipc_shm_hugetlb }
  let key = Int32(truncatingIfNeeded: words.number("key", default: 0))
  let id = cipc_shmget(key, size, flags)
  guard id >= 0 else { fail("shmget") }
  let times = words.has("attach") ? max(words.number("attach", default: 1), 1) : 0
  for _ in 0..<times {
    guard let address = unsafe cipc_shmat(id, words.has("readonly") ? 1 : 0) else {
      _ = cipc_shm_remove(id)
      fail("shmat")
    }
    if words.has("touch") { unsafe memset(address, 0x2A, size) }
    // Other protection for the page in the middle makes three mappings of one.
    if words.has("split") { unsafe _ = mprotect(address + 4096, 4096, PROT_READ) }
  }
  if words.has("lock"), cipc_shm_lock(id) != 0 { fail("shmctl(SHM_LOCK)") }
  if words.has("dest") { _ = cipc_shm_remove(id) }
  return Made(address: "shm:\(id)") { _ = cipc_shm_remove(id) }
}
