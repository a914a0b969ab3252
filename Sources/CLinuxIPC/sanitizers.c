// What the thread sanitizer takes for a race and is none. It does not see how Swift's Mutex waits: the library
// that does is not instrumented (Swift 6.3, libswiftSynchronization), so that what two threads do one after the
// other under a contended lock looks unordered. These are the functions that hold such a lock.

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
const char *__tsan_default_suppressions(void) {
  return "race:LinuxIPC11ProcessListC4take\n"
         "race:LinuxIPC6SharesC4give\n"
         "race:IPCSnapshot12KnownHoldersC6wakers\n";
}
#endif
#endif
