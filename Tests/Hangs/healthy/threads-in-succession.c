// Two programs that read from each other. Of one a thread is at work besides, which starts another to go
// on with it and ends, and so on: at whatever moment one looks there is one, and mostly a new one.

#include <pthread.h>
#include <time.h>

#include "stage.h"

static int to_worker[2], to_reader[2];

// Works for as long as it may be the only one to be looked at.
static void *work(void *nothing) {
  struct timespec end, now;
  clock_gettime(CLOCK_MONOTONIC, &end);
  end.tv_nsec += 100 * 1000;
  do clock_gettime(CLOCK_MONOTONIC, &now);
  while ((now.tv_sec - end.tv_sec) * 1000000000L + now.tv_nsec - end.tv_nsec < 0);
  pthread_attr_t detached;
  pthread_attr_init(&detached);
  pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
  pthread_t next;
  while (pthread_create(&next, &detached, work, NULL) != 0) continue;
  return nothing;
}

static void read_to_the_end(int end) {
  char byte;
  while (read(end, &byte, 1) > 0) continue;
}

static void work_and_read(void) {
  close(to_worker[1]);
  close(to_reader[0]);
  work(NULL);
  read_to_the_end(to_worker[0]);
}

static void only_read(void) {
  close(to_worker[0]);
  close(to_reader[1]);
  read_to_the_end(to_reader[0]);
}

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  stage_check(pipe(to_worker) == 0 && pipe(to_reader) == 0, "pipe");
  stage_start("worker", work_and_read);
  stage_start("reader", only_read);
  for (int end = 0; end < 2; end++) {
    close(to_worker[end]);
    close(to_reader[end]);
  }
  stage_close();
}
