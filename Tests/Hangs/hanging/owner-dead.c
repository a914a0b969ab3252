// A program that ended with a shared mutex locked. The mutex is not robust, so that nobody is told:
// the next to lock it waits for a thread that no longer exists.

#include <pthread.h>
#include <sys/mman.h>

#include "stage.h"

static pthread_mutex_t *mutex;

static void lock_and_end(void) { pthread_mutex_lock(mutex); }
static void lock_too(void) { pthread_mutex_lock(mutex); }

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  mutex = mmap(NULL, sizeof *mutex, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  stage_check(mutex != MAP_FAILED, "mmap");
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init(mutex, &kind);
  stage_wait_for_end(stage_start("owner", lock_and_end));
  stage_start("waiter", lock_too);
  stage_close();
}
