// A program that waits for a System V semaphore with a time limit, and will do something else then.

#include <sys/ipc.h>
#include <sys/sem.h>

#include "stage.h"

static int set;

static void take_within_a_day(void) {
  struct sembuf operation = {.sem_op = -1};
  struct timespec day = {.tv_sec = 24 * 3600};
  semtimedop(set, &operation, 1, &day);
}

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  set = semget(IPC_PRIVATE, 1, 0600);
  stage_check(set >= 0, "semget");
  stage_start("waiter", take_within_a_day);
  stage_close();
  semctl(set, 0, IPC_RMID);
}
