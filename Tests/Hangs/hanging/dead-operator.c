// A program that took a System V semaphore as a lock, without SEM_UNDO, and was killed. The kernel
// knows who operated it last, which is no proof: anybody may still add to it.

#include <sys/ipc.h>
#include <sys/sem.h>

#include "stage.h"

static int set;

static void take(void) {
  struct sembuf operation = {.sem_op = -1};
  semop(set, &operation, 1);
}

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  set = semget(IPC_PRIVATE, 1, 0600);
  stage_check(set >= 0, "semget");
  semctl(set, 0, SETVAL, 1);
  stage_wait_for_end(stage_start("owner", take));
  stage_start("waiter", take);
  stage_close();
  semctl(set, 0, IPC_RMID);
}
