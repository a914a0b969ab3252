// A parent that waits for any child, of which one reads what the parent is to write, and the other
// lives on without its first thread: it will end, and the parent go on.

#include <pthread.h>

#include "stage.h"

static int ends[2];

static void *rest(void *nothing) {
  for (;;) sleep(3600);
  return nothing;
}

static void act(void) {
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  pid_t reader = fork();
  if (reader == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    close(ends[1]);
    char byte;
    read(ends[0], &byte, 1);
    _exit(0);
  }
  if (fork() == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    close(ends[0]);
    close(ends[1]);
    pthread_t thread;
    pthread_create(&thread, NULL, rest, NULL);
    pthread_exit(NULL);
  }
  close(ends[0]);
  waitpid(-1, NULL, 0);
  write(ends[1], "x", 1);
}

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  stage_check(pipe(ends) == 0, "pipe");
  stage_start("parent", act);
  close(ends[0]);
  close(ends[1]);
  stage_close();
}
