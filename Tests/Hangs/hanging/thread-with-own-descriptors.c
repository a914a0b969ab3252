// Two programs in a circle over pipes. One has a second thread, asleep on a timer; but that thread
// has a table of descriptors of its own, without the pipe's ends, so that it can help nobody.

#include <pthread.h>
#include <sched.h>

#include "stage.h"

static int to_a[2], to_b[2];

static void be_filter(int input, int output) {
  dup2(input, 0);
  dup2(output, 1);
  for (int end = 0; end < 2; end++) {
    close(to_a[end]);
    close(to_b[end]);
  }
}

static void read_input(void) {
  char byte;
  while (read(0, &byte, 1) > 0) continue;
}

static void *sleep_apart(void *unused) {
  stage_check(unshare(CLONE_FILES) == 0, "unshare");
  close(0);
  close(1);
  stage_mark("apart", gettid());
  stage_sleep();
  return unused;
}

static void a(void) {
  be_filter(to_a[0], to_b[1]);
  read_input();
}

static void b(void) {
  be_filter(to_b[0], to_a[1]);
  pthread_t thread;
  pthread_create(&thread, NULL, sleep_apart, NULL);
  read_input();
}

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  stage_check(pipe(to_a) == 0 && pipe(to_b) == 0, "pipe");
  stage_start("a", a);
  stage_start("b", b);
  for (int end = 0; end < 2; end++) {
    close(to_a[end]);
    close(to_b[end]);
  }
  stage_announce_thread("apart");
  stage_close();
}
