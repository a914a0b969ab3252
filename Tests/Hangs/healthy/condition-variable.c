// A thread that waits at a condition variable for what another thread computes.

#include <pthread.h>

#include "stage.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ready = PTHREAD_COND_INITIALIZER;
static volatile unsigned long result;

static void *work(void *unused) {
  stage_mark("worker", gettid());
  for (;;) result++;
  return unused;
}

static void wait_for_result(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, work, NULL);
  pthread_mutex_lock(&mutex);
  for (;;) pthread_cond_wait(&ready, &mutex);
}

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  stage_start("program", wait_for_result);
  stage_announce_thread("worker");
  stage_close();
}
