// The self-pipe idiom: the handler of SIGUSR1 writes to the program's own pipe, and the main loop
// reads it. Only this process has the pipe, and it is healthy.

#include "stage.h"

static int ends[2];

static void tell_loop(int number) {
  char byte = number;
  if (write(ends[1], &byte, 1) < 0) _exit(70);
}

static void loop(void) {
  stage_check(pipe(ends) == 0, "pipe");
  struct sigaction action = {.sa_handler = tell_loop, .sa_flags = SA_RESTART};
  sigaction(SIGUSR1, &action, NULL);
  char byte;
  while (read(ends[0], &byte, 1) > 0) continue;
}

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  stage_start("loop", loop);
  stage_close();
}
