#include "cipc_sanitizers.h"

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define CIPC_IS_WATCHED 1
#endif
#endif

#ifdef CIPC_IS_WATCHED
// compiler-rt, lib/tsan/rtl/tsan_interface.h
void __tsan_acquire(void *address);
void __tsan_release(void *address);

void cipc_lock_taken(void *lock) { __tsan_acquire(lock); }
void cipc_lock_left(void *lock) { __tsan_release(lock); }
#else
void cipc_lock_taken(void *lock) { (void)lock; }
void cipc_lock_left(void *lock) { (void)lock; }
#endif
