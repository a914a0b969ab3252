// A program whose threads all print: they wait for each other at the lock of the stream, which looks
// like a mutex, and its owner for a reader that sleeps on a timer.

#include <pthread.h>

#include "stage.h"

static int ends[2];

static void *print(void *nothing) {
  for (;;) printf("%0300d\n", 1);
  return nothing;
}

static void print_all(void) {
  dup2(ends[1], 1);
  close(ends[0]);
  close(ends[1]);
  pthread_t thread;
  for (int index = 0; index < 3; index++) pthread_create(&thread, NULL, print, NULL);
  print(NULL);
}

static void rest(void) {
  dup2(ends[0], 0);
  close(ends[0]);
  close(ends[1]);
  for (;;) sleep(3600);
}

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  stage_check(pipe(ends) == 0, "pipe");
  stage_start("printer", print_all);
  stage_start("reader", rest);
  close(ends[0]);
  close(ends[1]);
  stage_close();
}
