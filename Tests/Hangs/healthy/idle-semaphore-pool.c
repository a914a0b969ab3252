// Two workers that wait at one named POSIX semaphore for whoever brings work; nobody does now, and
// nobody else has the semaphore open.

#include <semaphore.h>

#include "stage.h"

static char name[64];

static void work(void) {
  sem_t *jobs = sem_open(name, O_CREAT, 0600, 0);
  stage_check(jobs != SEM_FAILED, "sem_open");
  for (;;) sem_wait(jobs);
}

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  snprintf(name, sizeof name, "/idle-semaphore-pool-%d", getpid());
  stage_start("first", work);
  stage_start("second", work);
  stage_close();
  sem_unlink(name);
}
