// Two filters in a circle over pipes. In one of them the first thread has ended and another reads:
// /proc/PID shows a zombie without descriptors, and everything is under /proc/PID/task.

#include <pthread.h>

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

static void *read_input(void *unused) {
  char byte;
  while (read(0, &byte, 1) > 0) continue;
  return unused;
}

static void *read_in_thread(void *unused) {
  stage_mark("survivor", gettid());
  return read_input(unused);
}

static void a(void) {
  be_filter(to_a[0], to_b[1]);
  read_input(NULL);
}

static void b(void) {
  be_filter(to_b[0], to_a[1]);
  pthread_t thread;
  pthread_create(&thread, NULL, read_in_thread, NULL);
  pthread_exit(NULL);
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
  stage_announce_thread("survivor");
  stage_close();
}
