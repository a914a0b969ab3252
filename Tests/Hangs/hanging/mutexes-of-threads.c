// Two threads of one program that lock two mutexes in opposite order, while its first thread sleeps
// on a timer. A mutex has an owner: what the other thread may do does not help.

#include <pthread.h>

#include "stage.h"

static pthread_mutex_t mutexes[2] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};

static void lock_both(int first, const char *own, const char *other) {
  pthread_mutex_lock(&mutexes[first]);
  stage_mark(own, gettid());
  stage_mark_of(other);
  pthread_mutex_lock(&mutexes[1 - first]);
}

static void *left(void *unused) {
  lock_both(0, "left", "right");
  return unused;
}

static void *right(void *unused) {
  lock_both(1, "right", "left");
  return unused;
}

static void run_threads(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, left, NULL);
  pthread_create(&thread, NULL, right, NULL);
  stage_sleep();
}

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  stage_start("program", run_threads);
  stage_announce_thread("left");
  stage_announce_thread("right");
  stage_close();
}
