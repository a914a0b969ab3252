// Two programs that lock two plain mutexes in shared memory in opposite order. The word that the
// other sleeps on says only "locked, with waiters"; the owner stands beside it.

#include <pthread.h>
#include <sys/mman.h>

#include "stage.h"

static pthread_mutex_t *mutexes;

static void lock_both(int first, const char *mark, const char *awaited) {
  pthread_mutex_lock(&mutexes[first]);
  stage_mark(mark, 0);
  stage_mark_of(awaited);
  pthread_mutex_lock(&mutexes[1 - first]);
}

static void a(void) { lock_both(0, "a", "b"); }
static void b(void) { lock_both(1, "b", "a"); }

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  char name[64];
  snprintf(name, sizeof name, "/shared-mutexes-%d", getpid());
  int memory = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
  stage_check(memory >= 0, "shm_open");
  shm_unlink(name);
  stage_check(ftruncate(memory, 4096) == 0, "ftruncate");
  mutexes = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
  stage_check(mutexes != MAP_FAILED, "mmap");
  close(memory);
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
  for (int index = 0; index < 2; index++) pthread_mutex_init(&mutexes[index], &kind);
  stage_start("a", a);
  stage_start("b", b);
  stage_close();
}
