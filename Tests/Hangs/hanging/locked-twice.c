// A program that locks a plain mutex which it has locked already.

#include <pthread.h>

#include "stage.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void lock_twice(void) {
  pthread_mutex_lock(&mutex);
  pthread_mutex_lock(&mutex);
}

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  stage_start("program", lock_twice);
  stage_close();
}
