// A System V semaphore, with a key, that another program took as a lock and will release: it is
// alive, and asleep on a timer.

#include <sys/ipc.h>
#include <sys/sem.h>

#include "stage.h"

static int set;

static void take(void) {
  struct sembuf operation = {.sem_op = -1};
  semop(set, &operation, 1);
}

static void take_and_work(void) {
  take();
  stage_mark("taken", 0);
  stage_sleep();
}

static void take_after(void) {
  stage_mark_of("taken");
  take();
}

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  set = semget(ftok(".", 'h') ^ getpid(), 1, IPC_CREAT | IPC_EXCL | 0600);
  stage_check(set >= 0, "semget");
  semctl(set, 0, SETVAL, 1);
  stage_start("owner", take_and_work);
  stage_start("waiter", take_after);
  stage_close();
  semctl(set, 0, IPC_RMID);
}
