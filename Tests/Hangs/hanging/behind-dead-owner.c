// One step further from a dead owner: a program reads from another, which waits for a mutex that a
// third had locked when it ended.

#include <pthread.h>
#include <sys/mman.h>

#include "stage.h"

static pthread_mutex_t *mutex;
static int ends[2];

static void lock_and_end(void) { pthread_mutex_lock(mutex); }

static void lock_too(void) {
  dup2(ends[1], 1);
  close(ends[0]);
  close(ends[1]);
  pthread_mutex_lock(mutex);
}

static void read_from_waiter(void) {
  dup2(ends[0], 0);
  close(ends[0]);
  close(ends[1]);
  char byte;
  while (read(0, &byte, 1) > 0) continue;
}

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
  stage_check(pipe(ends) == 0, "pipe");
  stage_start("waiter", lock_too);
  stage_start("reader", read_from_waiter);
  close(ends[0]);
  close(ends[1]);
  stage_close();
}
