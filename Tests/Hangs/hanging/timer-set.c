// Two filters in a circle over pipes, of which one has a POSIX timer: its signal may wake it, so
// the deadlock is not proved.

#include "stage.h"

static int to_a[2], to_b[2];

static void filter(int input, int output) {
  dup2(input, 0);
  dup2(output, 1);
  for (int end = 0; end < 2; end++) {
    close(to_a[end]);
    close(to_b[end]);
  }
  char byte;
  while (read(0, &byte, 1) > 0) continue;
}

static void a(void) { filter(to_a[0], to_b[1]); }

static void b(void) {
  timer_t timer;
  struct itimerspec tomorrow = {.it_value.tv_sec = 24 * 3600};
  stage_check(timer_create(CLOCK_MONOTONIC, NULL, &timer) == 0, "timer_create");
  stage_check(timer_settime(timer, 0, &tomorrow, NULL) == 0, "timer_settime");
  filter(to_b[0], to_a[1]);
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
  stage_close();
}
