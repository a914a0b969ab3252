// Two programs that lock two reader-writer locks in shared memory, to write, in opposite order.

#include <pthread.h>
#include <sys/mman.h>

#include "stage.h"

static pthread_rwlock_t *locks;

static void lock_both(int first, const char *mark, const char *awaited) {
  pthread_rwlock_wrlock(&locks[first]);
  stage_mark(mark, 0);
  stage_mark_of(awaited);
  pthread_rwlock_wrlock(&locks[1 - first]);
}

static void a(void) { lock_both(0, "a", "b"); }
static void b(void) { lock_both(1, "b", "a"); }

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  locks = mmap(NULL, 2 * sizeof *locks, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  stage_check(locks != MAP_FAILED, "mmap");
  pthread_rwlockattr_t kind;
  pthread_rwlockattr_init(&kind);
  pthread_rwlockattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
  for (int index = 0; index < 2; index++) pthread_rwlock_init(&locks[index], &kind);
  stage_start("a", a);
  stage_start("b", b);
  stage_close();
}
