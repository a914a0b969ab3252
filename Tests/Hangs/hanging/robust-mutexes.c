// Two programs that lock two robust mutexes in shared memory in opposite order. The owner of a
// robust mutex stands in the word that the other sleeps on.

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
  mutexes = mmap(NULL, 2 * sizeof *mutexes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  stage_check(mutexes != MAP_FAILED, "mmap");
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
  pthread_mutexattr_setrobust(&kind, PTHREAD_MUTEX_ROBUST);
  for (int index = 0; index < 2; index++) pthread_mutex_init(&mutexes[index], &kind);
  stage_start("a", a);
  stage_start("b", b);
  stage_close();
}
