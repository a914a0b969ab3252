// A program all of whose threads are at rest: workers at a condition variable, the first thread
// joining one of them. Nothing says that it is not to be so.

#include <pthread.h>

#include "stage.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t jobs = PTHREAD_COND_INITIALIZER;

static void *work(void *name) {
  stage_mark(name, gettid());
  pthread_mutex_lock(&mutex);
  for (;;) pthread_cond_wait(&jobs, &mutex);
  return NULL;
}

static void lead(void) {
  pthread_t first, second;
  pthread_create(&first, NULL, work, "first");
  pthread_create(&second, NULL, work, "second");
  pthread_join(first, NULL);
}

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  stage_start("program", lead);
  stage_announce_thread("first");
  stage_announce_thread("second");
  stage_close();
}
