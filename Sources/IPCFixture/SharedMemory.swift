internal import CLinuxIPC
internal import Glibc

/// `posix-shm name=/NAME [size=N] [mode=N] [map] [readonly] [private] [close] [unlink]`: an object,
/// open and mapped, its descriptor closed, its name removed.
func sharedMemory(_ words: Words) -> Made {
  let name = words.text("name", default: "/fixture")
  let size = words.number("size", default: 4096)
  let descriptor = unsafe shm_open(
    name, O_RDWR | O_CREAT | O_EXCL, mode_t(words.number("mode", default: 0o600)))
  guard descriptor >= 0, ftruncate(descriptor, off_t(size)) == 0 else { fail("shm_open") }
  if words.has("map") {
    let protection = words.has("readonly") ? PROT_READ : PROT_READ | PROT_WRITE
    let flags = words.has("private") ? MAP_PRIVATE : MAP_SHARED
    let address = unsafe mmap(nil, size, protection, flags, descriptor, 0)
    guard unsafe address != MAP_FAILED else { fail("mmap") }
  }
  if words.has("close") { close(descriptor) }
  if words.has("unlink") { unsafe _ = shm_unlink(name) }
  return Made(address: "posix-shm:\(name)") { unsafe _ = shm_unlink(name) }
}
