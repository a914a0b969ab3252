// A program that waits for a mutex with priority inheritance, whose owner rests on a timer.

#include <pthread.h>
#include <sys/mman.h>

#include "stage.h"

static pthread_mutex_t *mutex;

static void lock_and_work(void) {
  pthread_mutex_lock(mutex);
  stage_mark("locked", 0);
  stage_sleep();
}

static void lock_too(void) {
  stage_mark_of("locked");
  pthread_mutex_lock(mutex);
}

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  mutex = mmap(NULL, sizeof *mutex, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  stage_check(mutex != MAP_FAILED, "mmap");
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
  pthread_mutexattr_setprotocol(&kind, PTHREAD_PRIO_INHERIT);
  stage_check(pthread_mutex_init(mutex, &kind) == 0, "pthread_mutex_init");
  stage_start("owner", lock_and_work);
  stage_start("waiter", lock_too);
  stage_close();
}
