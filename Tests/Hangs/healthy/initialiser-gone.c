// A program that waits for a System V semaphore which another one made with the value 0, and ended.
// The kernel names it as the last to have touched the semaphore, but nobody has operated it yet.

#include <sys/ipc.h>
#include <sys/sem.h>

#include "stage.h"

static int set;

static void initialise(void) { semctl(set, 0, SETVAL, 0); }

static void take(void) {
  struct sembuf operation = {.sem_op = -1};
  semop(set, &operation, 1);
}

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  set = semget(IPC_PRIVATE, 1, 0600);
  stage_check(set >= 0, "semget");
  stage_wait_for_end(stage_start("initialiser", initialise));
  stage_start("waiter", take);
  stage_close();
  semctl(set, 0, IPC_RMID);
}
