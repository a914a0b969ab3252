// A thread that waits for a mutex whose owner computes.

#include <pthread.h>

#include "stage.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static volatile unsigned long result;

static void *work(void *unused) {
  pthread_mutex_lock(&mutex);
  stage_mark("owner", gettid());
  for (;;) result++;
  return unused;
}

static void lock_too(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, work, NULL);
  stage_mark_of("owner");
  pthread_mutex_lock(&mutex);
}

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  stage_start("program", lock_too);
  stage_announce_thread("owner");
  stage_close();
}
