// A program whose thread ended with a mutex locked. The process lives, the owner does not.

#include <pthread.h>

#include "stage.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void *lock_and_end(void *unused) {
  pthread_mutex_lock(&mutex);
  return unused;
}

static void lock_after(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, lock_and_end, NULL);
  pthread_join(thread, NULL);
  pthread_mutex_lock(&mutex);
}

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  stage_start("program", lock_after);
  stage_close();
}
