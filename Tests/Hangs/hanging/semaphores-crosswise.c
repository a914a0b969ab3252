// Two programs that take two System V semaphores as locks in opposite order. Each was the last to
// operate what the other waits for: likely a deadlock, but the kernel knows of no owners.

#include <sys/ipc.h>
#include <sys/sem.h>

#include "stage.h"

static int sets[2];

static void take(int set) {
  struct sembuf operation = {.sem_op = -1};
  semop(set, &operation, 1);
}

static void take_both(int first, const char *mark, const char *awaited) {
  take(sets[first]);
  stage_mark(mark, 0);
  stage_mark_of(awaited);
  take(sets[1 - first]);
}

static void a(void) { take_both(0, "a", "b"); }
static void b(void) { take_both(1, "b", "a"); }

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  for (int index = 0; index < 2; index++) {
    sets[index] = semget(IPC_PRIVATE, 1, 0600);
    stage_check(sets[index] >= 0, "semget");
    semctl(sets[index], 0, SETVAL, 1);
  }
  stage_start("a", a);
  stage_start("b", b);
  stage_close();
  for (int index = 0; index < 2; index++) semctl(sets[index], 0, IPC_RMID);
}
